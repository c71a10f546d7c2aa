package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleSetsTest {
    /** Of the three bytes {@code abc}: FIPS 180-4's own example. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path directory;

    private Home home;
    private BundleSets sets;

    @BeforeEach
    void layOut() throws IOException {
        Path installed = directory.resolve("installed");
        writeSet(installed.resolve("bundles"), "1.0");
        Files.createDirectories(installed.resolve("conf"));
        Distribution distribution = new Distribution(installed);
        home = new Home(directory.resolve("home"));
        home.prepare(distribution);
        sets = new BundleSets(distribution);
    }

    @Test
    void isTheInstalledOneWithoutAPointer() {
        assertThat(sets.current(home, Mode.RUN).version()).isEqualTo("1.0");
    }

    @Test
    void isTheOneThatThePointerNames() throws IOException {
        writeSet(home.sets().resolve("2.0"), "2.0");
        Files.writeString(home.currentSet(), "2.0\n");
        BundleSet set = sets.current(home, Mode.RUN);
        assertThat(set.version()).isEqualTo("2.0");
        assertThat(set.directory()).isEqualTo(home.sets().resolve("2.0"));
    }

    @Test
    void isRefusedWhenABundleIsNotTheListedOne() throws IOException {
        Path bundle = directory.resolve("installed/bundles/a.jar");
        Files.writeString(bundle, "abd");
        assertThatThrownBy(() -> sets.current(home, Mode.RUN))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("the bundle " + bundle + " is not the one that the set lists");
    }

    @Test
    void isRefusedWhenABundleIsMissing() throws IOException {
        Files.delete(directory.resolve("installed/bundles/a.jar"));
        assertThatThrownBy(() -> sets.current(home, Mode.RUN))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("can't read the bundle");
    }

    @Test
    void isRefusedWhenThePointerLeadsElsewhere() throws IOException {
        Files.writeString(home.currentSet(), "../../elsewhere");
        assertThatThrownBy(() -> sets.current(home, Mode.RUN))
                .isInstanceOfSatisfying(LaunchException.class, e -> assertThat(e.fix())
                        .contains("delete it to go back to the installed set"));
    }

    @Test
    void isRefusedWhenTheListIsTooLong() throws IOException {
        Path list = directory.resolve("installed/bundles").resolve(SetList.FILE_NAME);
        Files.writeString(list, "#".repeat(SetList.MAX_LENGTH_BYTES + 1));
        assertThatThrownBy(() -> sets.current(home, Mode.RUN)).hasMessageContaining("longer than");
    }

    private static void writeSet(Path place, String version) throws IOException {
        Files.createDirectories(place);
        BundleSet set = new BundleSet(
                place, version, List.of(new BundleEntry("a.jar", SHA256_OF_ABC, 1, Tier.LIVE, Set.of(Mode.RUN))));
        Files.writeString(place.resolve(SetList.FILE_NAME), SetList.format(set));
        Files.writeString(place.resolve("a.jar"), "abc");
    }
}
