package io.github.migrationconnector.distribution.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script around the daemon, with a daemon that does as it is told. */
final class ConnectorScriptTest {
    @TempDir
    private Path directory;

    /** Runs the script; each start of the daemon adds a line to a file. */
    private int run(String daemon) throws IOException, InterruptedException {
        Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
        Files.writeString(directory.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\necho \"started $*\" >>'" + starts() + "'\n" + daemon);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Path script = Files.createDirectories(directory.resolve("bin")).resolve("connector");
        Files.copy(Path.of("src/main/bin/connector"), script);
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "run")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path starts() {
        return directory.resolve("starts");
    }

    private List<String> started() throws IOException {
        return Files.readAllLines(starts());
    }

    @Test
    void startsTheDaemonAnewWhenItAsksForThat() throws IOException, InterruptedException {
        assertThat(run("[ $(wc -l <'" + starts() + "') -gt 1 ] || exit 75\nexit 3\n"))
                .isEqualTo(3);
        assertThat(started()).hasSize(2);
    }

    @Test
    void aStopThatMeetsANewStartIsNotLost() throws IOException, InterruptedException {
        assertThat(run("trap '' TERM\nkill -TERM $PPID\nexit 75\n")).isZero();
        assertThat(started()).hasSize(1);
    }

    @Test
    void usesTheClassesThatTheImagesBuildHasRead() throws IOException, InterruptedException {
        run("exit 0\n");
        Files.delete(directory.resolve("bin/connector"));
        Path archive =
                Files.createDirectories(directory.toRealPath().resolve("lib")).resolve("daemon.jsa");
        Files.writeString(archive, "an archive");
        run("exit 0\n");
        assertThat(started().get(0)).doesNotContain("daemon.jsa");
        assertThat(started().get(1)).contains(" -XX:SharedArchiveFile=" + archive + " ", " -Xshare:auto ");
    }
}
