package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;

/** Runs as their readers see them: what is on disk, and how far the transfers are right now. */
final class RunViews {
    private final LiveProgress live;

    RunViews(LiveProgress live) {
        this.live = live;
    }

    Run of(RunRecord run) {
        return new Run(
                run.id(),
                run.jobId(),
                run.state(),
                run.phase(),
                run.times().startedAt(),
                run.times().endedAt(),
                run.disks().stream().map(disk -> disk(run, disk)).toList(),
                run.imageId(),
                run.notes().problems(),
                run.notes().warnings(),
                details(run));
    }

    private static RunDetails details(RunRecord run) {
        Course course = run.course();
        return new RunDetails(
                course.origin().type(),
                course.origin().scheduledAt(),
                course.origin().description(),
                course.origin().shutdown().isWanted(),
                course.waiting().over(),
                course.phases());
    }

    private RunDisk disk(RunRecord run, DiskRecord disk) {
        return disk.view(live.of(disk.transferId(run.id())).orElse(disk.progress()));
    }
}
