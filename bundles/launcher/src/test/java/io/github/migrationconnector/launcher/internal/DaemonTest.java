package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is between two sets that are started one after the other. Both are damaged: no framework is needed. */
final class DaemonTest {
    private static final String OTHER_SHA256 = "0".repeat(64);

    @TempDir
    private Path directory;

    @Test
    void aRequestThatWasMadeWhileATrialWasPutBackIsNotOneOfTheSetThatFollows() throws Exception {
        Path installed = directory.resolve("installed");
        writeDamagedSet(installed.resolve("bundles"), "1.0");
        Files.createDirectories(installed.resolve("conf"));
        Distribution distribution = new Distribution(installed);
        Home home = new Home(directory.resolve("home"));
        home.prepare(distribution);
        writeDamagedSet(home.sets().resolve("2.0"), "2.0");
        Files.writeString(home.currentSet(), "2.0\n");
        Files.writeString(home.sets().resolve("trial"), "set 2.0\nprevious 1.0\nstarts 0\nsince t\n");
        // told just then that the trial is put back, as the bundle of upgrades may be asking for another start
        Asking err = new Asking(home);
        Daemon daemon = new Daemon(
                distribution,
                new Termination(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> daemon.run(new Arguments.Run(home, "127.0.0.1", "0")))
                .as("the set that was put back is damaged too")
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(installed.toString());

        assertThat(err.asked).isTrue();
        assertThat(home.restart()).doesNotExist();
    }

    private static void writeDamagedSet(Path place, String version) throws IOException {
        Files.createDirectories(place);
        BundleSet set = new BundleSet(
                place, version, List.of(new BundleEntry("a.jar", OTHER_SHA256, 1, Tier.LIVE, Set.of(Mode.RUN))));
        Files.writeString(place.resolve(SetList.FILE_NAME), SetList.format(set));
        Files.writeString(place.resolve("a.jar"), "abc");
    }

    /** Asks for a start when something is told. */
    private static final class Asking extends OutputStream {
        private final Home home;
        private boolean asked;

        Asking(Home home) {
            this.home = home;
        }

        @Override
        public void write(int one) {
            try {
                Files.writeString(home.restart(), "");
                asked = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
