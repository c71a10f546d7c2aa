package io.github.migrationconnector.replication.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.catalog.SqlServerStore;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.store.internal.GoldenTables;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A database of each released version is brought up to date, and nothing in it is lost or means something else. */
final class ReleasedTablesTest {
    private static final GoldenTables RELEASED = new GoldenTables(
            "replication",
            "io/github/migrationconnector/replication/tables",
            ReleasedTablesTest.class.getClassLoader());

    @TempDir
    private Path home;

    static IntStream versions() {
        return RELEASED.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void isBroughtUpToDate(int version) throws Exception {
        try (TemporaryDatabase database = new TemporaryDatabase(home)) {
            RELEASED.fill(database, version, home);
            SqlRunStore store = new SqlRunStore(database, Holder.newLife("home"));
            String found = RELEASED.dump(database);
            if (Boolean.getBoolean("golden.write")) {
                Files.writeString(Path.of("src/test/resources/golden/replication/expected-" + version + ".txt"), found);
            } else {
                assertThat(found).isEqualTo(RELEASED.expected(version));
            }
            assertThat(store.jobs()).hasSizeGreaterThanOrEqualTo(2);
            for (Job job : store.jobs()) {
                assertThat(store.runs(job.id()))
                        .allSatisfy(run -> assertThat(run.id()).isNotEmpty());
                store.checkpoints(job.id());
            }
            RunRecord cancelled = store.run("sms-run-00000003").orElseThrow();
            store.save(cancelled);
            assertThat(store.run(cancelled.id()))
                    .as("read and written again, it is the same")
                    .contains(cancelled);
            assertThat(new SqlServerStore(database).standing().state()).isNotNull();
        }
    }

    @Test
    void noReleasedScriptWasChangedAndEachHasItsGoldenDatabase() {
        assertThat(RELEASED.complaints()).isEmpty();
    }

    @Test
    void aScriptThatIsNewChangedOrGoneIsSeen() {
        Map<String, String> planted = new HashMap<>(RELEASED.today());
        planted.put("V99__new.sql", "create table replication_new (id text)");
        planted.replaceAll((name, text) -> name.startsWith("V2__") ? text + " " : text);
        planted.keySet().removeIf(name -> name.startsWith("V3__"));
        assertThat(RELEASED.complaints(planted))
                .hasSize(3)
                .anyMatch(complaint -> complaint.startsWith("V99__new.sql is new"))
                .anyMatch(complaint -> complaint.matches("V2__.* was changed after its release.*"))
                .anyMatch(complaint -> complaint.matches("V3__.* is gone"));
    }
}
