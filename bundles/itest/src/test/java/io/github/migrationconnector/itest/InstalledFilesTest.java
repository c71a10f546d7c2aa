package io.github.migrationconnector.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked where an ordinary user can read it, and what its script says when something is amiss. */
final class InstalledFilesTest {
    /** The user and group that own nothing (Linux: nobody, nogroup). */
    private static final String NOBODY = "65534";

    @TempDir
    private Path directory;

    @Test
    void theArchiveHoldsWhatTheDirectoryHolds() throws Exception {
        Path unpacked = unpack();
        assertThat(names(unpacked)).isEqualTo(names(Installed.directory()));
        assertThat(Files.isExecutable(unpacked.resolve("bin/connector"))).isTrue();
        assertThat(unpacked.resolve("THIRD-PARTY.txt"))
                .content()
                .contains("slf4j-api")
                .contains("MIT");
        assertThat(unpacked.resolve("LICENSE")).content().contains("Apache License");
        assertThat(unpacked.resolve("NOTICE")).exists();
    }

    @Test
    void aHomeThatCantBeWrittenIsNamedWithTheFix() throws Exception {
        Path unpacked = unpack();
        Path closed = Files.createDirectory(directory.resolve("closed"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Path home = closed.resolve("home");
        Command run = asOrdinaryUser(
                unpacked.resolve("bin/connector").toString(), "run", "--home", home.toString(), "--https-port", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("can't write to the home " + home)
                .contains("permission denied on " + home)
                .contains("--home DIR")
                .doesNotContain("\tat ");
        assertThat(home).doesNotExist();
    }

    @Test
    void wrongUseIsToldFromFailure() throws Exception {
        String script = Installed.directory().resolve("bin/connector").toString();
        assertThat(Command.run(script).exitCode()).isEqualTo(2);
        assertThat(Command.run(script, "--help").exitCode()).isZero();
        Command help = Command.run(script, "run", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("--https-port P");
        Command unknown = Command.run(script, "run", "--colour", "red");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("run does not know --colour");
        Command port = Command.run(script, "run", "--https-port", "http");
        assertThat(port.exitCode()).isEqualTo(2);
        assertThat(port.output()).contains("not a port: http");
    }

    @Test
    void anOldJavaIsPassedOver() throws Exception {
        Path old = directory.resolve("jdk-11");
        Files.createDirectories(old.resolve("bin"));
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho ran the old one\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        String script = Installed.directory().resolve("bin/connector").toString();
        // a later one elsewhere on this machine is found all the same
        Command found = Command.run("env", "JAVA_HOME=" + old, script, "run", "--help");
        assertThat(found.exitCode()).isZero();
        assertThat(found.output()).doesNotContain("ran the old one");
    }

    private Path unpack() throws Exception {
        Command tar = Command.run("tar", "-xzf", Installed.archive().toString(), "-C", directory.toString());
        assertThat(tar.exitCode()).as(tar.output()).isZero();
        return directory.resolve(Installed.directory().getFileName());
    }

    /** Root may write anywhere, so as root the rights are dropped for this one command. */
    private static Command asOrdinaryUser(String... words) throws Exception {
        List<String> all = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            all.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
        }
        all.addAll(List.of(words));
        return Command.run(all.toArray(new String[0]));
    }

    private static List<String> names(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.map(file -> top.relativize(file).toString()).sorted().toList();
        }
    }
}
