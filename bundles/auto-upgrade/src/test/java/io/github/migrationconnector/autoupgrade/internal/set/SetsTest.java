package io.github.migrationconnector.autoupgrade.internal.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.SettingChange;
import io.github.migrationconnector.api.upgrade.TableChange;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void aSetThatIsInstalledStaysWhereItIs() throws IOException {
        Staging staging = new Staging(sets, Set.of());
        assertThat(staging.keep(sets.current()).directory()).isEqualTo(shipped);
        assertThat(shipped.resolve(SetList.FILE_NAME)).isRegularFile();
        assertThat(staging.keep(later("2", "live run a 2")).directory()).isEqualTo(home.resolve("2"));
        set(home.resolve(Staging.DRAFT), "3", "live run a 3");
        assertThat(staging.keep(InstalledSet.at(home.resolve(Staging.DRAFT))).directory())
                .isEqualTo(home.resolve("3"));
        assertThat(sets.named("3").version()).isEqualTo("3");
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
        assertThat(sets.prune(Set.of("2")).sets()).containsExactly("3");
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
    void findsTheSetThatABundleRunsFrom() {
        assertThat(sets.nameOf(home.resolve("2/a.jar"))).contains("2");
        assertThat(sets.nameOf(shipped.resolve("a.jar"))).isEmpty();
    }

    @Test
    void tablesThatTheOlderSetCannotReadChangeByARestart() throws IOException {
        later("2", "live run a 2", "live run b 2");
        addScripts(shipped.resolve("a.jar"), "a", "V1__one.sql", "create table one (x int);");
        addScripts(home.resolve("2/a.jar"), "a", "V1__one.sql", "", "V2__two.sql", "-- oldest reader: 1\nalter;");
        addScripts(home.resolve("2/b.jar"), "b", "V1__one.sql", "", "V2__two.sql", "alter;");
        addScripts(shipped.resolve("b.jar"), "b", "V1__one.sql", "");
        SetDifference there = new SetDifference(sets.current(), sets.named("2"), "self", name -> true);
        assertThat(there.tables()).containsExactly(new TableChange("a", 1, 2, true), new TableChange("b", 1, 2, false));
        assertThat(there.changes().stream()
                        .filter(change -> Set.of("a", "b").contains(change.name()))
                        .map(BundleChange::way))
                .containsExactly(ChangeWay.LIVE, ChangeWay.RESTART);
        SetDifference back = new SetDifference(sets.named("2"), sets.current(), "self", name -> true);
        assertThat(back.tables()).containsExactly(new TableChange("a", 2, 1, true), new TableChange("b", 2, 1, false));
    }

    @Test
    void tellsSettingsThatComeAndGo() throws IOException {
        later("2", "live run a 2");
        String described = "<MetaData><OCD id='o'><AD id='%s'/><AD id='stays'/></OCD>"
                + "<Designate pid='connector.a'><Object ocdref='o'/></Designate></MetaData>";
        addEntry(shipped.resolve("a.jar"), "OSGI-INF/metatype/a.xml", described.formatted("old"));
        addEntry(home.resolve("2/a.jar"), "OSGI-INF/metatype/a.xml", described.formatted("fresh"));
        SetDifference there = new SetDifference(sets.current(), sets.named("2"), "self", name -> true);
        assertThat(there.settings((pid, name) -> name.equals("old")))
                .containsExactly(
                        new SettingChange("connector.a", "fresh", true, false),
                        new SettingChange("connector.a", "old", false, true));
    }

    private static void addScripts(Path jar, String owner, String... namesAndTexts) throws IOException {
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            addEntry(jar, "x/" + owner + "/tables/" + namesAndTexts[i], namesAndTexts[i + 1]);
        }
    }

    private static void addEntry(Path jar, String name, String text) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar)) {
            Path entry = zip.getPath(name);
            Files.createDirectories(entry.getParent());
            Files.writeString(entry, text);
        }
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
    void theWayBackIsTooOldAfterItsDaysAndNeverWhenThoseAreNone() {
        assertThat(sets.previousIsOlderThan(Duration.ofDays(1), Instant.MAX))
                .as("there is none")
                .isFalse();
        sets.setPrevious("0");
        Instant now = Instant.now();
        assertThat(sets.previousIsOlderThan(Duration.ofDays(90), now)).isFalse();
        assertThat(sets.previousIsOlderThan(Duration.ofDays(90), now.plus(Duration.ofDays(89))))
                .isFalse();
        assertThat(sets.previousIsOlderThan(Duration.ofDays(90), now.plus(Duration.ofDays(91))))
                .isTrue();
        assertThat(sets.previousIsOlderThan(Duration.ZERO, now.plus(Duration.ofDays(9000))))
                .isFalse();
        sets.forgetPrevious();
        assertThat(sets.needed()).doesNotContain("0");
    }

    @Test
    void aTrialIsWrittenReadAndEnded() {
        Trial trial = new Trial("2", "1b", "1", Instant.parse("2026-01-02T03:04:05Z"));
        trial.write(sets);
        assertThat(Trial.read(sets)).contains(trial);
        assertThat(sets.needed()).contains("2", "1b", "1");
        assertThat(home.resolve("trial")).content().contains("starts 0");
        Trial.end(sets);
        assertThat(Trial.read(sets)).isEmpty();
    }
}
