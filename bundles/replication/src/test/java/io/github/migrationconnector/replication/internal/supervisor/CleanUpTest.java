package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a run that failed or was called off removes what it had made. */
final class CleanUpTest {
    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    @BeforeEach
    void theRunWillFail() {
        daemon.job();
        world.trouble.meet("Transfers.run 2001", Problem.fatal("BROKEN", "broken", ""));
    }

    private String runId() {
        return world.database.all().get(0).id();
    }

    /** As a file does that is open when its thread is interrupted. */
    private static void useFile() {
        if (Thread.interrupted()) {
            throw Problem.fatal("JOURNAL_FAILED", "the file was closed under an interrupt", "")
                    .asException();
        }
    }

    @Test
    void theVmSnapshotGoesBeforeAnythingThatMayFailOrWait() {
        List<List<String>> standing = new ArrayList<>();
        world.trouble.atDiscard = () -> {
            standing.add(world.vmSnapshotNames());
            throw Problem.fatal("QUOTA", "no quota", "").asException();
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("QUOTA", "BROKEN");
        assertThat(standing).isNotEmpty().allSatisfy(names -> assertThat(names)
                .containsExactly("connector-sms-run-of-another"));
    }

    @Test
    void aCancelDuringTheCleanUpDoesNotDisturbIt() {
        world.trouble.atDiscard = () -> {
            daemon.replication().cancel(runId());
            useFile();
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.problems()).extracting(Problem::code).containsExactly("BROKEN");
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aSecondCancelDoesNotDisturbTheFirstOnesCleanUp() {
        world.trouble.atEachBlock = () -> daemon.replication().cancel(runId());
        world.trouble.atDiscard = () -> {
            daemon.replication().cancel(runId());
            useFile();
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.DELETED);
        assertThat(run.problems()).isEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void aStopDuringTheCleanUpLeavesItToTheNextDaemon() {
        world.trouble.atDiscard = () -> {
            daemon.stop();
            useFile();
        };
        Run run = daemon.run();
        assertThat(run.state()).isEqualTo(RunState.ACTIVE);
        assertThat(world.database.all()).noneMatch(RunRecord::leftovers);
        world.trouble.atDiscard = () -> {};
        Daemon.immortal(world).begin();
        assertThat(world.database.run(run.id()).orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(world.complaints()).isEmpty();
    }
}
