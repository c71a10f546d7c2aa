package io.github.migrationconnector.autoupgrade.internal.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors in a log that grows, and that begins anew. */
final class LogWatchTest {
    private static final String ERROR = "2026-11-24T18:29:13.162Z ERROR [main] a.B: it burnt\n";

    @Test
    void seesErrorsSinceItBegan(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("connector.log");
        Files.writeString(log, ERROR);
        LogWatch watch = new LogWatch(log);
        Files.writeString(log, "2026-11-24T18:29:13.162Z INFO  [a] b: no ERROR [x]\n", StandardOpenOption.APPEND);
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, ERROR, StandardOpenOption.APPEND);
        assertThat(watch.firstError()).contains(ERROR.strip());
        assertThat(watch.firstError()).isEmpty();
        Files.writeString(log, ERROR);
        assertThat(watch.firstError()).isPresent();
    }
}
