package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
    @TempDir
    private Path directory;

    private Distribution distribution;

    @BeforeEach
    void layOutADistribution() throws IOException {
        Path installed = directory.resolve("installed");
        Files.createDirectories(installed.resolve("bundles"));
        Files.createDirectories(installed.resolve("conf"));
        Files.writeString(installed.resolve("bundles").resolve(SetList.FILE_NAME), "set 1");
        Files.writeString(installed.resolve("conf/part.cfg"), "speed=1\n");
        distribution = new Distribution(installed);
    }

    @Test
    void isClosedToOthersFromTheFirstStartOn() throws IOException {
        Home home = new Home(directory.resolve("new/home"));
        home.prepare(distribution);
        try (Stream<Path> tree = Files.walk(home.directory())) {
            for (Path path : tree.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as(path.toString())
                        .endsWith("------");
            }
        }
    }

    @Test
    void getsSettingsOnceAndKeepsTheUsersFromThenOn() throws IOException {
        Home home = new Home(directory.resolve("home"));
        home.prepare(distribution);
        Path setting = home.conf().resolve("part.cfg");
        assertThat(setting).hasContent("speed=1");
        Files.writeString(setting, "speed=2\n");
        home.prepare(distribution);
        assertThat(setting).hasContent("speed=2");
    }

    @Test
    void takesAnEmptyDirectoryThatWasMadeForIt() throws IOException {
        Path made = Files.createDirectory(
                directory.resolve("made"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        new Home(made).prepare(distribution);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void leavesADirectoryAloneThatOthersMayLookInto() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-x---"));
        Files.writeString(shared.resolve("file"), "somebody's");
        assertThatThrownBy(() -> new Home(shared).prepare(distribution))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.fix()).contains("chmod 700 " + shared));
        assertThat(shared).isDirectoryNotContaining("glob:**/conf");
    }

    @Test
    void saysWhenItsPlaceIsAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        for (Path place : List.of(file, file.resolve("below"))) {
            assertThatThrownBy(() -> new Home(place).prepare(distribution))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("can't write to the home " + place);
        }
    }

    @Test
    void isHeldByOneAtATime() {
        Home home = new Home(directory.resolve("home"));
        home.prepare(distribution);
        HomeLock lock = HomeLock.take(home);
        assertThatThrownBy(() -> HomeLock.take(home))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        lock.close();
        HomeLock.take(home).close();
    }
}
