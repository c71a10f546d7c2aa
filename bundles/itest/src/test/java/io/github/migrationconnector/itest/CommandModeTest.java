package io.github.migrationconnector.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that start the framework in a process of their own, without HTTP. */
final class CommandModeTest {
    private static final String SCRIPT =
            Installed.directory().resolve("bin/connector").toString();

    @TempDir
    private Path directory;

    @Test
    void aCommandAnswersAndLeavesNoFrameworkBehind() throws Exception {
        Path disk = Files.write(directory.resolve("disk.raw"), new byte[4096]);
        Path home = directory.resolve("home");
        Command inspect = Command.run(SCRIPT, "inspect", "raw:" + disk, "--json", "--home", home.toString());
        assertThat(inspect.exitCode()).as(inspect.output()).isZero();
        // both streams: nothing but the document was written
        assertThat(inspect.output().strip()).startsWith("{").endsWith("}").contains("4096");
        assertThat(home.resolve("cache")).isEmptyDirectory();
        assertThat(home.resolve("tls")).isEmptyDirectory();
    }

    @Test
    void aCommandThatFailsSaysWhyAndEndsWithOne() throws Exception {
        Path home = directory.resolve("home");
        Command inspect =
                Command.run(SCRIPT, "inspect", "raw:" + directory.resolve("nothing.raw"), "--home", home.toString());
        assertThat(inspect.exitCode()).isEqualTo(1);
        assertThat(inspect.output()).contains("nothing.raw").doesNotContain("\tat ");
        assertThat(home.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void twoCommandsShareAHome() throws Exception {
        Path disk = Files.write(directory.resolve("disk.raw"), new byte[4096]);
        Path home = directory.resolve("home");
        Command both = Command.run(
                "sh",
                "-c",
                "\"$0\" inspect \"$1\" --home \"$2\" >/dev/null & first=$!; "
                        + "\"$0\" inspect \"$1\" --home \"$2\" >/dev/null && wait $first",
                SCRIPT,
                "raw:" + disk,
                home.toString());
        assertThat(both.exitCode()).as(both.output()).isZero();
        assertThat(home.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void theClientIsThereAndSaysThatNoDaemonRuns() throws Exception {
        Command status = Command.run(
                SCRIPT, "status", "--home", directory.resolve("home").toString());
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).contains("no daemon runs");
    }
}
