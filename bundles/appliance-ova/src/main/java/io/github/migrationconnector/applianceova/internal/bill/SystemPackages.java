package io.github.migrationconnector.applianceova.internal.bill;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import io.github.migrationconnector.applianceova.internal.ova.GuestSystem;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The list that the image's clean-up makes of its own packages: {@code NAME<TAB>VERSION<TAB>ARCHITECTURE<TAB>LICENCE}, a line
 * each, the operating system itself first.
 */
final class SystemPackages {
    private static final int MAX_BYTES = 1 << 22;
    private static final int WORDS = 4;

    private SystemPackages() {}

    static List<Component> read(Path file, GuestSystem guest) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new OvaFailure(file + " is no list of packages: it is too long", "build the image again");
        }
        List<Component> components = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String[] words = line.split("\t", -1);
            if (words.length != WORDS || words[0].isEmpty() || words[1].isEmpty()) {
                throw new OvaFailure(file + " has a line that names no package: " + line, "build the image again");
            }
            String kind = components.isEmpty() ? "operating-system" : "library";
            components.add(
                    new Component(kind, words[0], words[1], licence(words[3]), url(words, guest), Optional.empty()));
        }
        if (components.isEmpty()) {
            throw new OvaFailure(file + " lists no package", "build the image again");
        }
        return components;
    }

    /** Packagers have names of their own for licences. */
    private static Component.Licence licence(String text) {
        return new Component.Licence(text, false);
    }

    private static String url(String[] words, GuestSystem guest) {
        String type =
                switch (guest) {
                    case DEBIAN -> "deb/debian";
                    // the specification of package URLs has no type for FreeBSD's
                    case FREEBSD -> "generic";
                };
        return "pkg:" + type + "/" + encoded(words[0]) + "@" + encoded(words[1]) + "?arch=" + encoded(words[2]);
    }

    static String encoded(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
