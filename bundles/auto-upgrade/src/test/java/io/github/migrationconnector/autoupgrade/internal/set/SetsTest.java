package io.github.migrationconnector.autoupgrade.internal.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets on disk: the pointer, what is kept, and what differs. */
final class SetsTest {
    private static final String DIGEST = "0123456789abcdef";

    private Path home;
    private Path shipped;
    private Sets sets;

    @BeforeEach
    void make(@TempDir Path directory) throws IOException {
        home = Files.createDirectories(directory.resolve("sets"));
        shipped = Files.createDirectories(directory.resolve("bundles"));
        set(shipped, "1", "live run a 1", "live run b 1", "platform run p 1", "live run self 1", "live command c 1");
        sets = new Sets(home, shipped);
    }

    /** Bundles as "TIER MODES NAME VERSION". */
    private static void set(Path directory, String version, String... bundles) throws IOException {
        Files.createDirectories(directory);
        StringBuilder list = new StringBuilder("set " + version + "\n");
        for (String bundle : bundles) {
            String[] words = bundle.split(" ");
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", words[2] + ";singleton:=true");
            manifest.getMainAttributes().putValue("Bundle-Version", words[3]);
            Path jar = directory.resolve(words[2] + ".jar");
            new JarOutputStream(Files.newOutputStream(jar), manifest).close();
            String digest = (words[3] + DIGEST.repeat(4)).substring(0, 64);
            list.append("bundle 20 " + words[0] + " " + words[1] + " " + digest + " " + words[2] + ".jar\n");
        }
        Files.writeString(directory.resolve(SetList.FILE_NAME), list);
    }

    private InstalledSet later(String version, String... bundles) throws IOException {
        set(home.resolve(version), version, bundles);
        return sets.named(version);
    }

    @Test
    void thePointerLeadsThereAndBack() throws IOException {
        assertThat(sets.current().version()).isEqualTo("1");
        InstalledSet two = later("2", "live run a 2");
        sets.select(two);
        assertThat(sets.current().directory()).isEqualTo(home.resolve("2"));
        sets.select(sets.named("1"));
        assertThat(sets.current().directory()).isEqualTo(shipped);
        assertThat(home.resolve("current")).doesNotExist();
    }

    @Test
    void keepsTheSetInForceTheOneBeforeAndWhatRuns() throws IOException {
        for (String version : List.of("2", "3", "4", "5")) {
            later(version, "live run a " + version);
        }
        Files.createDirectories(home.resolve(Staging.DRAFT));
        sets.select(sets.named("5"));
        sets.setPrevious("4");
        sets.prune(Set.of("2"));
        assertThat(sets.kept()).containsExactly("2", "4", "5");
        assertThat(home.resolve(Staging.DRAFT)).doesNotExist();
    }

    @Test
    void saysHowEachChangeComesIntoForce() throws IOException {
        InstalledSet two =
                later("2", "live run a 2", "platform run p 2", "live run self 2", "live command c 1", "live run n 1");
        List<BundleChange> changes = new SetDifference(sets.current(), two, "self", name -> true).changes();
        assertThat(changes)
                .containsExactly(
                        new BundleChange("a", ChangeKind.UPDATED, "1", "2", ChangeWay.LIVE),
                        new BundleChange("b", ChangeKind.REMOVED, "1", "", ChangeWay.LIVE),
                        new BundleChange("n", ChangeKind.ADDED, "", "1", ChangeWay.LIVE),
                        new BundleChange("p", ChangeKind.UPDATED, "1", "2", ChangeWay.RESTART),
                        new BundleChange("self", ChangeKind.UPDATED, "1", "2", ChangeWay.NEXT_START));
    }

    @Test
    void whatThePlatformIsBuiltUponIsNotSwapped() throws IOException {
        InstalledSet two = later("2", "live run a 2", "live run b 1", "platform run p 1", "live run self 1");
        assertThat(new SetDifference(sets.current(), two, "self", name -> !name.equals("a"))
                        .changes().stream().map(BundleChange::way))
                .contains(ChangeWay.RESTART);
    }

    @Test
    void refusesListsThatAreNone() {
        for (String list : List.of(
                "",
                "set 1",
                "set ../1\nbundle 1 live run " + DIGEST.repeat(4) + " a.jar",
                "set 1\nbundle 1 live run " + DIGEST.repeat(4) + " ../a.jar",
                "set 1\nbundle 1 live run 12 a.jar",
                "set 1\nbundle 99 live run " + DIGEST.repeat(4) + " a.jar",
                "set 1\nset 2")) {
            assertThatThrownBy(() -> SetList.parse(list)).hasMessageStartingWith("UPGRADE_SET_REFUSED");
        }
    }

    @Test
    void aTrialIsWrittenReadAndEnded() {
        Trial trial = new Trial("2", "1", Instant.parse("2026-01-02T03:04:05Z"));
        trial.write(sets);
        assertThat(Trial.read(sets)).contains(trial);
        assertThat(home.resolve("trial")).content().contains("starts 0");
        Trial.end(sets);
        assertThat(Trial.read(sets)).isEmpty();
    }
}
