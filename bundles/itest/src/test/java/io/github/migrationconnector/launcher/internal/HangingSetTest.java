package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.itest.DaemonProcess;
import io.github.migrationconnector.itest.TrustingHome;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set whose bundle never comes back from its start: put back, in another process, by nobody's hand. */
final class HangingSetTest {
    private static final Pattern ANSWERS = Pattern.compile("connector \\S+ answers at https://[^:]+:(\\d+)/");
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(4);

    @Test
    void isPutBackInANewProcess(@TempDir Path directory) throws Exception {
        TrustingHome trusting = TrustingHome.in(directory, "");
        Path home = trusting.directory();
        Path release = trusting.releases().withUnwell("0.2.0", "hangs", "org.osgi.framework", "platform");
        // long enough for a good set on a busy machine to start, short enough to wait for
        DaemonProcess daemon = DaemonProcess.start(home, "-Dconnector.trial.seconds=40 -XX:TieredStopAtLevel=1");
        try {
            long first = daemon.pid();
            new LocalApi("https://127.0.0.1:" + daemon.port(), home).begin(release);
            long end = System.nanoTime() + LIMIT_NANOS;
            while (announcements(daemon) < 2 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            assertThat(daemon.output()).contains("the new bundle set is put back", "did not start within 40 s");
            assertThat(daemon.pid()).as("the Java process").isNotEqualTo(first);
            LocalApi again = new LocalApi(lastUrl(daemon), home);
            var status = again.get("upgrades");
            assertThat(status.path("set").asText()).isEqualTo("0.1.0");
            assertThat(status.path("history").path(0).path("outcome").asText()).isEqualTo("PUT_BACK");
        } finally {
            daemon.close();
        }
    }

    private static int announcements(DaemonProcess daemon) throws Exception {
        return (int) ANSWERS.matcher(daemon.output()).results().count();
    }

    /** The port was any free one, and is another in the next process. */
    private static String lastUrl(DaemonProcess daemon) throws Exception {
        Matcher said = ANSWERS.matcher(daemon.output());
        String port = "";
        while (said.find()) {
            port = said.group(1);
        }
        return "https://127.0.0.1:" + port;
    }
}
