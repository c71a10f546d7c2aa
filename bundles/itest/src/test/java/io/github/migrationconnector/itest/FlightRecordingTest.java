package io.github.migrationconnector.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that the JVM's flight recorder looks at: its classes are woven with what is the JVM's own. */
final class FlightRecordingTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Test
    void isWellWhileItIsRecorded(@TempDir Path directory) throws Exception {
        DaemonProcess daemon = DaemonProcess.start(
                directory.resolve("home"),
                "-XX:StartFlightRecording=settings=profile,filename=" + directory.resolve("recording.jfr"));
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            // the page needs the store, whose library has events of its own; each look is a handshake, which takes its
            // time
            while (daemon.get("/welcome").statusCode() != 200 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(daemon.get("/welcome").statusCode()).isEqualTo(200);
        } finally {
            daemon.close();
        }
    }
}
