package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** EBS snapshots that nobody needs go by their tags; whatever may be needed stays. */
final class OrphanedSnapshotsTest {
    private static final String ORPHAN = "snap-orphan";

    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private void spoil(String call) {
        world.trouble.meet(call, Problem.fatal("BROKEN", "broken", ""));
    }

    @Test
    void whatAnEndedRunMadeAndDoesNotKnowGoes() {
        Run done = daemon.run();
        world.plantEbs(ORPHAN, World.CONNECTOR, done.id());
        world.plantEbs(ORPHAN + "-2", World.CONNECTOR, done.id());
        world.trouble.meet("Snapshots.delete", Problem.passing("BUSY", "busy", ""));
        assertThat(daemon.sweep()).isFalse();
        assertThat(world.ebsIds()).as("one that can't go keeps no other").doesNotContain(ORPHAN + "-2");
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.ebsIds()).doesNotContain(ORPHAN);
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void anothersAndThoseOfRunsThatAreNotKnownStay() {
        Run done = daemon.run();
        world.plantEbs(ORPHAN, "c-00000000000000009", done.id());
        world.plantEbs(ORPHAN + "-2", World.CONNECTOR, "sms-run-unknown");
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.ebsIds()).contains(ORPHAN, ORPHAN + "-2");
    }

    @Test
    void thoseOfARunThatMayBeResumedStay() {
        RunRecord going = RunRecord.pending("sms-run-1", daemon.job().id(), Daemon.NOW);
        world.database.add(going);
        world.database.save(going.taken());
        world.plantEbs(ORPHAN, World.CONNECTOR, going.id());
        daemon.sweep();
        assertThat(world.ebsIds()).containsExactly(ORPHAN);
    }

    @Test
    void thoseThatTheNextRunBuildsOnStayThoughTheirRunFailed() {
        spoil("ImageRegistrar.register");
        Run failed = daemon.run();
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        Set<String> recorded = world.ebsIds();
        assertThat(recorded).hasSize(2);
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.ebsIds()).isEqualTo(recorded);
    }

    @Test
    void anImagesSnapshotsStayUntilTheImageIsGone() {
        Job unused = daemon.replication()
                .create(new JobSpec(
                        "web01",
                        "",
                        false,
                        0,
                        new Schedule.OnDemand(),
                        new ImageOptions(1, LicenseType.BYOL, "", false, "")));
        daemon.run();
        world.plantImageOfAllSnapshots("somebody's own");
        world.guestWrites();
        daemon.run();
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.ebsCount()).as("another image holds the first run's").isEqualTo(4);
        world.loseImage("somebody's own");
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.ebsCount()).isEqualTo(2);
        assertThat(world.imageCount()).isEqualTo(1);
    }
}
