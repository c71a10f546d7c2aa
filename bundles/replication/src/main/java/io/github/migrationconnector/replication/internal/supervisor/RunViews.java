package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDetails;
import io.github.migrationconnector.api.replication.RunDisk;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.domain.Course;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import java.util.function.Predicate;

/** Runs as their readers see them: what is on disk, and how far the transfers are right now. */
final class RunViews {
    private final LiveProgress live;
    private final RunStore store;

    RunViews(LiveProgress live, RunStore store) {
        this.live = live;
        this.store = store;
    }

    Run of(RunRecord run) {
        return of(run, store::cancelRequested);
    }

    /**
     * One of many.
     *
     * @param calledOff whether somebody has called off a run, by its id
     */
    Run of(RunRecord run, Predicate<String> calledOff) {
        return new Run(
                run.id(),
                run.jobId(),
                state(run, calledOff),
                run.phase(),
                run.times().startedAt(),
                run.times().endedAt(),
                run.disks().stream().map(disk -> disk(run, disk)).toList(),
                run.imageId(),
                run.notes().problems(),
                run.notes().warnings(),
                details(run));
    }

    private RunDetails details(RunRecord run) {
        Course course = run.course();
        return new RunDetails(
                course.origin().type(),
                course.origin().scheduledAt(),
                course.origin().description(),
                course.origin().shutdown().isWanted(),
                run.state().ended()
                        ? ""
                        : live.whyUnwritten(run.id()).orElse(course.waiting().over()),
                course.phases());
    }

    /**
     * Its worker may be in a call that takes minutes, or in another connector: whoever called it off sees that it was heard.
     * One that was at its end already may still be completed.
     */
    private static RunState state(RunRecord run, Predicate<String> calledOff) {
        boolean asked = !run.state().ended() && run.ending() == Ending.NONE && calledOff.test(run.id());
        return asked ? RunState.DELETING : run.state();
    }

    private RunDisk disk(RunRecord run, DiskRecord disk) {
        return disk.view(live.of(disk.transferId(run.id())).orElse(disk.progress()));
    }
}
