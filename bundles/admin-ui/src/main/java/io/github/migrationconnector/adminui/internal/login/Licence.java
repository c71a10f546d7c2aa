package io.github.migrationconnector.adminui.internal.login;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The licence that the connector is given out under; the same file as at the top of the repository.
 *
 * @param paragraphs its text
 */
public record Licence(List<String> paragraphs) {
    public Licence {
        paragraphs = List.copyOf(paragraphs);
    }

    /** The one that this bundle carries. */
    public static Licence shipped() {
        try (InputStream content = Licence.class.getClassLoader().getResourceAsStream("licence/LICENSE")) {
            String text = new String(
                    Objects.requireNonNull(content, "the licence is in this bundle")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            return new Licence(Stream.of(text.strip().split("\\n\\s*\\n"))
                    .map(String::strip)
                    .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
