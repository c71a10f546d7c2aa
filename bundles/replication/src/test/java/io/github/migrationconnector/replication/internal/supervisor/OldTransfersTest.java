package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import org.junit.jupiter.api.Test;

/** Journals of one generation are kept, whatever becomes of the runs. */
final class OldTransfersTest {
    private static final Problem BROKEN = Problem.fatal("BROKEN", "broken", "");

    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private static String[] transfers(Run run) {
        return new String[] {run.id() + "-2000", run.id() + "-2001"};
    }

    @Test
    void aCompletedRunForgetsTheTransfersBeforeIt() {
        Run first = daemon.run();
        assertThat(world.journalIds()).containsExactlyInAnyOrder(transfers(first));
        world.guestWrites();
        Run second = daemon.run();
        assertThat(world.journalIds()).containsExactlyInAnyOrder(transfers(second));
        assertThat(world.ebsCount()).as("the snapshots stay").isEqualTo(4);
        assertThat(world.readBacks()).isZero();
    }

    @Test
    void aRunThatFailsAtTheImageKeepsWhatTheLatestImageWasMadeOf() {
        Run first = daemon.run();
        world.trouble.meet("ImageRegistrar.register", BROKEN, BROKEN);
        Run second = daemon.run();
        Run third = daemon.run();
        assertThat(second.state()).isEqualTo(RunState.FAILED);
        assertThat(third.state()).isEqualTo(RunState.FAILED);
        assertThat(world.journalIds())
                .contains(transfers(first))
                .contains(transfers(third))
                .hasSize(4);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void whatCouldNotBeForgottenIsForgottenByTheSweep() {
        daemon.run();
        world.trouble.meet("Transfers.discard", BROKEN, BROKEN, BROKEN);
        Run second = daemon.run();
        assertThat(second.state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).anyMatch(text -> text.startsWith("journal left"));
        assertThat(daemon.sweep()).isFalse();
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.complaints()).isEmpty();
        assertThat(world.journalIds()).containsExactlyInAnyOrder(transfers(second));
    }

    @Test
    void aDeletedJobTakesItsTransfersAlong() {
        daemon.run();
        String job = daemon.job().id();
        world.trouble.meet("Transfers.discard", BROKEN);
        assertThatThrownBy(() -> daemon.replication().delete(job)).isInstanceOf(ConnectorException.class);
        assertThat(daemon.replication().job(job)).isPresent();
        daemon.replication().delete(job);
        assertThat(world.journalIds()).isEmpty();
        assertThat(world.ebsCount()).isEqualTo(2);
    }

    @Test
    void whatARunThatGoesOnBuildsOnStaysUntilItIsCalledOff() {
        Run first = daemon.run();
        String job = daemon.job().id();
        world.database.add(RunRecord.pending("sms-run-1", job, Daemon.NOW));
        daemon.sweep();
        assertThat(world.journalIds()).containsExactlyInAnyOrder(transfers(first));
        daemon.replication().delete(job);
        assertThat(daemon.replication().job(job)).isEmpty();
        assertThat(world.journalIds()).isEmpty();
    }
}
