package io.github.migrationconnector.replication.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Instant;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlRunStoreTest extends RunStoreContract {
    @TempDir
    private Path home;

    private TemporaryDatabase database;

    @Override
    RunStore newStore() {
        database = new TemporaryDatabase(home);
        return store("home");
    }

    private SqlRunStore store(String home) {
        return new SqlRunStore(database, Holder.newLife(home));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isThereAfterARestart() {
        Job job = new Job("sms-job-9", "vm-9", "db", new JobSpec("db", "", false, 0), Instant.EPOCH, "");
        store("home").add(job);
        database.close();
        assertThat(newStore().jobs()).containsExactly(job);
    }

    @Test
    void theDatabaseItselfRefusesASecondActiveRun() {
        Job job = new Job("sms-job-9", "vm-9", "db", new JobSpec("db", "", false, 0), Instant.EPOCH, "");
        store("home").add(job);
        RunTable table = new RunTable();
        assertThatThrownBy(() -> database.write(handle -> {
                    table.insert(handle, RunRecord.pending("sms-run-1", job.id(), Instant.EPOCH));
                    table.insert(handle, RunRecord.pending("sms-run-2", job.id(), Instant.EPOCH));
                    return true;
                }))
                .isInstanceOf(JdbiException.class);
    }
}
