package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetentionTest {
    private static final int DISKS = 2;

    private final World world = new World();
    private final Daemon daemon = Daemon.immortal(world);

    private Job job(int keep) {
        return daemon.replication().create(spec(keep));
    }

    private static JobSpec spec(int keep) {
        return new JobSpec(
                "web01",
                "",
                false,
                0,
                new Schedule.OnDemand(),
                new ImageOptions(keep, LicenseType.BYOL, "", false, ""));
    }

    private Run run() {
        world.guestWrites();
        return daemon.run();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void keepsExactlyTheYoungestImagesAndTheirSnapshots(int keep) {
        job(keep);
        for (int i = 1; i <= 6; i++) {
            assertThat(run().state()).isEqualTo(RunState.COMPLETED);
            assertThat(world.imageCount()).isEqualTo(Math.min(i, keep));
            assertThat(world.ebsCount()).isEqualTo(DISKS * Math.min(i, keep));
        }
    }

    @Test
    void keepsAllWhenNoNumberIsGivenAndCatchesUpWhenOneIs() {
        Job job = job(0);
        for (int i = 0; i < 5; i++) {
            run();
        }
        assertThat(world.imageCount()).isEqualTo(5);
        daemon.replication().update(job.id(), spec(2), Replication.ANY_REVISION);
        assertThat(daemon.sweep()).isTrue();
        assertThat(world.imageCount()).isEqualTo(2);
        assertThat(world.ebsCount()).isEqualTo(DISKS * 2);
    }

    @Test
    void snapshotsThatTheNextRunBuildsOnStayThoughTheirRunFailed() {
        job(1);
        run();
        world.trouble.meet("ImageRegistrar.register", Problem.fatal("BROKEN", "broken", ""));
        assertThat(run().state()).isEqualTo(RunState.FAILED);
        daemon.sweep();
        // the image of the first, and what the failed one has recorded
        assertThat(world.ebsCount()).isEqualTo(DISKS * 2);
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        daemon.sweep();
        assertThat(world.imageCount()).isEqualTo(1);
        assertThat(world.ebsCount()).isEqualTo(DISKS);
    }

    @Test
    void aSnapshotThatAnotherImageHoldsStays() {
        job(1);
        run();
        world.plantImageOfAllSnapshots("somebody's own");
        run();
        assertThat(world.imageCount()).isEqualTo(2);
        assertThat(world.ebsCount()).isEqualTo(DISKS * 2);
    }

    @Test
    void anImageThatIsSharedStaysAndSaysSoUntilItIsSharedNoMore() {
        job(1);
        Run first = run();
        world.sharedWith.put(first.imageId(), List.of("210987654321", "all"));
        run();
        assertThat(world.imageCount()).isEqualTo(2);
        assertThat(world.ebsCount()).isEqualTo(DISKS * 2);
        run();
        assertThat(world.imageCount()).as("the others go").isEqualTo(2);
        List<Notice> warnings =
                daemon.replication().run(first.id()).orElseThrow().warnings();
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).message()).contains(first.imageId(), "210987654321, all", "launch permissions");
        world.sharedWith.clear();
        run();
        assertThat(world.imageCount()).isEqualTo(1);
        assertThat(world.ebsCount()).isEqualTo(DISKS);
    }

    /** EC2 may list for a while the image that was just deregistered. */
    @Test
    void anImageThatIsListedThoughItIsGoneHoldsNoSnapshot() {
        job(1);
        run();
        world.trouble.listsDeregisteredImages = true;
        run();
        assertThat(world.imageCount()).isEqualTo(1);
        assertThat(world.ebsCount()).isEqualTo(DISKS);
    }

    @Test
    void whatCannotBeRemovedNowIsRemovedLater() {
        job(1);
        run();
        world.trouble.meet("ImageRegistrar.deregister", Problem.passing("BUSY", "busy", ""));
        assertThat(run().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.imageCount()).isEqualTo(2);
        daemon.sweep();
        assertThat(world.imageCount()).isEqualTo(1);
        assertThat(world.ebsCount()).isEqualTo(DISKS);
    }

    @Test
    void aLicenceThatTheImageCannotHaveIsSaidBeforeTheRun() {
        daemon.replication()
                .create(new JobSpec(
                        "web01",
                        "",
                        false,
                        0,
                        new Schedule.OnDemand(),
                        new ImageOptions(0, LicenseType.AWS, "", false, "")));
        assertThat(run().warnings()).anyMatch(warning -> warning.message().contains("AWS's licence"));
    }
}
