package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the connector is, from the command line. */
final class HealthCommandTest {
    private static final String HEALTH =
            """
            {"state": "%s", "heartbeat": "2026-03-04T05:06:07Z", "reasons": [], "warnings": [], "checks": [
             {"name": "DISK_SPACE", "state": "%s", "code": "%s", "since": "2026-03-01T05:06:07Z",
              "lookedAt": "2026-03-04T05:06:07Z", "why": "300 MiB are free.", "fix": "%s"},
             {"name": "DNS", "state": "OK", "code": "", "since": "2026-03-01T05:06:07Z",
              "lookedAt": "2026-03-04T05:06:07Z", "why": "Known.", "fix": ""}]}""";

    @TempDir
    private Path home;

    private FakeDaemon daemon;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private int connector(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Program(terminal).run(all.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tellsEachCheckAndTheFixOfWhatFails() {
        daemon.on("GET /health", 200, HEALTH.formatted("UNHEALTHY", "FAILING", "DISK_SPACE_LOW", "Make room."));
        assertThat(connector("health")).as("for scripts that watch").isEqualTo(1);
        assertThat(out())
                .startsWith("UNHEALTHY")
                .contains("DNS", "fix: Make room.")
                .containsOnlyOnce("fix: ");
    }

    @Test
    void isDoneWhenAllIsWellAndLooksAnewWhenAsked() {
        daemon.on("POST /connector/check", 200, HEALTH.formatted("HEALTHY", "OK", "", ""));
        assertThat(connector("health", "--check")).isZero();
        assertThat(out()).startsWith("HEALTHY").doesNotContain("fix");
        assertThat(connector("health", "--check", "--json")).isZero();
        assertThat(out()).startsWith("{").contains("\"DISK_SPACE\"");
    }
}
