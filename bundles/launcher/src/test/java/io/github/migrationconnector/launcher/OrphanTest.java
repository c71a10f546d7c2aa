package io.github.migrationconnector.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A daemon whose script is gone before it looks for it. */
final class OrphanTest {
    /** More than any kernel gives. */
    private static final long NOBODY = 999_999_999;

    private static int launch(long parent) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dconnector.parent=" + parent,
                        Launcher.class.getName(),
                        "wrong-use"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void endsAtOnce() throws IOException, InterruptedException {
        assertThat(launch(NOBODY)).isZero();
    }

    @Test
    void goesOnWhileItsScriptIsThere() throws IOException, InterruptedException {
        assertThat(launch(ProcessHandle.current().pid())).isEqualTo(2);
    }
}
