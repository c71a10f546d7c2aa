package io.github.migrationconnector.logging.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Fifty secrets of twelve kinds, as careless code would log them, through what config/logback.xml makes of it. */
final class PlantedSecretsTest {
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final LoggerContext logback = new LoggerContext();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();
    private final Random random = new Random(12);

    @TempDir
    private Path directory;

    /** A secret, and the text that leaks it. */
    private record Leak(String kind, String secret, String text) {
        /** In which of its guises it stands in a text. */
        boolean isIn(String written) {
            return Stream.of(secret, base64("olga:" + secret), base64("password=" + secret))
                    .anyMatch(written::contains);
        }
    }

    @BeforeEach
    void configure() throws Exception {
        logback.setMDCAdapter(diagnostics);
        logback.putProperty("connector.log.directory", directory.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(logback);
        configurator.doConfigure(Path.of("../../config/logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        logback.stop();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One that nothing else contains, of the form that its kind has. */
    private String secret(String kind) {
        StringBuilder letters = new StringBuilder();
        random.ints(24, 0, LETTERS.length()).forEach(at -> letters.append(LETTERS.charAt(at)));
        String made = letters.toString();
        return switch (kind) {
            case "AWS secret key" -> (made + "/" + made).substring(0, 40);
            case "session token" -> "FwoGZXIvYXdzE" + made.repeat(6).substring(0, 130) + "7aB";
            case "JWT" -> "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI" + made + "." + made;
            case "access key id" ->
                "AKIA" + made.toUpperCase(java.util.Locale.ROOT).substring(0, 16);
            default -> "pl4nted." + made;
        };
    }

    /** The forms that the end-to-end tests plant as well. */
    private List<Leak> leaks() throws IOException {
        Map<String, List<String>> forms = new JsonMapper()
                .readValue(Files.readString(Path.of("../../lab/e2e/leaks.json")), new TypeReference<>() {});
        List<Leak> leaks = new ArrayList<>();
        forms.forEach((kind, texts) -> texts.forEach(form -> {
            String secret = secret(kind);
            leaks.add(new Leak(
                    kind,
                    secret,
                    form.replace("{s}", secret)
                            .replace("{b}", base64("olga:" + secret))
                            .replace("{p64}", base64("password=" + secret))
                            .replace("{{", "{")
                            .replace("}}", "}")));
        }));
        return leaks;
    }

    private String written() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void noneIsWrittenWhereverItStands() throws IOException {
        List<Leak> leaks = leaks();
        assertThat(leaks).hasSizeGreaterThanOrEqualTo(50);
        assertThat(leaks.stream().map(Leak::kind).distinct()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(leaks).as("each stands in its text").allMatch(leak -> leak.isIn(leak.text()));
        for (String area : List.of("replication.X", "access.X", "registration.X", "autoupgrade.X", "httpapi.X")) {
            Logger log = logback.getLogger("io.github.migrationconnector." + area);
            for (Leak leak : leaks) {
                log.warn(leak.text());
                log.warn("it said {}", leak.text());
                log.warn("it broke", new IllegalStateException(leak.text()));
                log.warn("it broke", new IllegalStateException("over", new IOException(leak.text())));
                Exception suppressed = new IllegalStateException("beside");
                suppressed.addSuppressed(new IOException(leak.text()));
                log.warn("it broke", suppressed);
                diagnostics.put("vm", leak.text());
                log.warn("of a VM");
                diagnostics.clear();
            }
        }
        String written = written();
        assertThat(written.lines().count()).isEqualTo(5L * 6 * leaks.size());
        assertThat(leaks).noneMatch(leak -> leak.isIn(written));
    }
}
