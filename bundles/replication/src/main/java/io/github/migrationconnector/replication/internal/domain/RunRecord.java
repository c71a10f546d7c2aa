package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A run, as it is on disk.
 *
 * @param id {@code sms-run-} and hex digits
 * @param jobId its job
 * @param state where it stands
 * @param phase the step that it is in, or ended in
 * @param ending whether it only cleans up
 * @param times when it was asked for and when it ended
 * @param facts what CHECKING found
 * @param vmSnapshotId the VM snapshot's managed object id; empty before there is one
 * @param disks by device key; empty before the VM snapshot
 * @param imageId the image; empty before there is one
 * @param notes problems and warnings
 * @param leftovers whether something of an ended run could not be removed yet
 * @param course where it comes from and how it goes
 */
public record RunRecord(
        String id,
        String jobId,
        RunState state,
        RunPhase phase,
        Ending ending,
        Times times,
        Facts facts,
        String vmSnapshotId,
        List<DiskRecord> disks,
        String imageId,
        Notes notes,
        boolean leftovers,
        Course course) {
    public RunRecord {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(ending, "ending");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(vmSnapshotId, "vmSnapshotId");
        disks = List.copyOf(disks);
        Objects.requireNonNull(imageId, "imageId");
        Objects.requireNonNull(notes, "notes");
        Objects.requireNonNull(course, "course");
    }

    /**
     * When it was asked for and when it ended.
     *
     * @param startedAt when it was asked for
     * @param endedAt when it ended; {@link Instant#EPOCH} before
     */
    public record Times(Instant startedAt, Instant endedAt) {
        public Times {
            Objects.requireNonNull(startedAt, "startedAt");
            Objects.requireNonNull(endedAt, "endedAt");
        }
    }

    /**
     * What was found before anything was made.
     *
     * @param firmware how the VM starts
     * @param targetEncrypts whether the account encrypts every new snapshot
     * @param load what it takes of what all runs share
     */
    public record Facts(Firmware firmware, boolean targetEncrypts, Load load) {
        /** Before CHECKING has asked. */
        public static final Facts UNKNOWN = new Facts(Firmware.BIOS, false, Load.NONE);

        public Facts(Firmware firmware, boolean targetEncrypts) {
            this(firmware, targetEncrypts, Load.NONE);
        }

        public Facts {
            Objects.requireNonNull(firmware, "firmware");
        }
    }

    /**
     * What its reader should know.
     *
     * @param problems what went wrong, the last first
     * @param warnings what is odd
     */
    public record Notes(List<Problem> problems, List<Notice> warnings) {
        /** A run that is retried for days must not grow without end. */
        public static final int MOST = 20;

        public Notes {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }

        Notes and(Problem problem) {
            if (!problems.isEmpty() && problems.get(0).equals(problem)) {
                return this;
            }
            List<Problem> all = new ArrayList<>(problems);
            all.add(0, problem);
            return new Notes(all.subList(0, Math.min(MOST, all.size())), warnings);
        }

        Notes and(Notice warning) {
            if (warnings.contains(warning) || warnings.size() == MOST) {
                return this;
            }
            List<Notice> all = new ArrayList<>(warnings);
            all.add(warning);
            return new Notes(problems, all);
        }
    }

    /** A run that was just asked for, with nothing said. */
    public static RunRecord pending(String id, String jobId, Instant now) {
        return pending(id, jobId, Course.Origin.onDemand(now, ""), now);
    }

    /** A run that was just asked for. */
    public static RunRecord pending(String id, String jobId, Course.Origin origin, Instant now) {
        return new RunRecord(
                id,
                jobId,
                RunState.PENDING,
                RunPhase.CHECKING,
                Ending.NONE,
                new Times(now, Instant.EPOCH),
                Facts.UNKNOWN,
                "",
                List.of(),
                "",
                new Notes(List.of(), List.of()),
                false,
                Course.from(origin));
    }

    /** Left out, since another run of its job was active when it was due. */
    public RunRecord missed(Instant now) {
        return with(RunTransitions.change(state, RunState.MISSED), phase, ending, new Times(times.startedAt(), now));
    }

    /** The name of its VM snapshot: known before the snapshot is taken, so that it is found after a crash. */
    public String vmSnapshotName() {
        return VmSnapshots.NAME_PREFIX + id;
    }

    /** Whether its snapshots are the ones that the next run builds on, so that they must stay whatever happens. */
    public boolean recorded() {
        return phase.compareTo(RunPhase.RECORDING) > 0;
    }

    public RunRecord taken() {
        return with(RunTransitions.change(state, RunState.ACTIVE), phase, ending, times);
    }

    public RunRecord at(RunPhase next) {
        return with(state, next, ending, times);
    }

    public RunRecord ending(Ending how) {
        RunState next = how == Ending.CANCELLING ? RunTransitions.change(state, RunState.DELETING) : state;
        return with(next, phase, how, times);
    }

    /** Whether the time at which it entered its phase is known. */
    public boolean hasEntered() {
        return course.hasEntered(phase);
    }

    /** Notes when it entered its phase. */
    public RunRecord entered(Instant now) {
        return with(course.entered(phase, now));
    }

    /** Says what it waits for. */
    public RunRecord waitingFor(Problem problem, Instant now) {
        return and(problem).with(course.waitingFor(problem, now));
    }

    public RunRecord goingOn() {
        return with(course.goingOn());
    }

    public RunRecord withoutImage() {
        return with(course.withoutImage());
    }

    private RunRecord with(Course newCourse) {
        return new RunRecord(
                id,
                jobId,
                state,
                phase,
                ending,
                times,
                facts,
                vmSnapshotId,
                disks,
                imageId,
                notes,
                leftovers,
                newCourse);
    }

    /** Ended without success, what it had made being removed, or noted as left over. */
    public RunRecord ended(Instant now, boolean somethingIsLeft) {
        RunRecord ended =
                with(RunTransitions.change(state, ending.endState()), phase, ending, new Times(times.startedAt(), now));
        return ended.changeDisks(DiskRecord::spent).leaving(somethingIsLeft).goingOn();
    }

    /** Ended with an image. */
    public RunRecord completed(String newImageId, Instant now) {
        RunRecord ended = with(
                RunTransitions.change(state, RunState.COMPLETED),
                RunPhase.FINISHED,
                ending,
                new Times(times.startedAt(), now));
        return new RunRecord(
                id,
                jobId,
                ended.state,
                ended.phase,
                ending,
                ended.times,
                facts,
                vmSnapshotId,
                disks,
                newImageId,
                notes,
                leftovers,
                course.goingOn());
    }

    public RunRecord knowing(Facts newFacts) {
        return new RunRecord(
                id,
                jobId,
                state,
                phase,
                ending,
                times,
                newFacts,
                vmSnapshotId,
                disks,
                imageId,
                notes,
                leftovers,
                course);
    }

    public RunRecord holding(VmSnapshot snapshot) {
        List<DiskRecord> all = snapshot.disks().stream().map(DiskRecord::of).toList();
        return new RunRecord(
                id, jobId, state, phase, ending, times, facts, snapshot.id(), all, imageId, notes, leftovers, course);
    }

    public RunRecord changeDisks(UnaryOperator<DiskRecord> change) {
        List<DiskRecord> all = disks.stream().map(change).toList();
        return new RunRecord(
                id, jobId, state, phase, ending, times, facts, vmSnapshotId, all, imageId, notes, leftovers, course);
    }

    public RunRecord and(Problem problem) {
        return noting(notes.and(problem));
    }

    public RunRecord and(Notice warning) {
        return noting(notes.and(warning));
    }

    public RunRecord leaving(boolean somethingIsLeft) {
        return new RunRecord(
                id,
                jobId,
                state,
                phase,
                ending,
                times,
                facts,
                vmSnapshotId,
                disks,
                imageId,
                notes,
                somethingIsLeft,
                course);
    }

    private RunRecord noting(Notes newNotes) {
        return new RunRecord(
                id,
                jobId,
                state,
                phase,
                ending,
                times,
                facts,
                vmSnapshotId,
                disks,
                imageId,
                newNotes,
                leftovers,
                course);
    }

    private RunRecord with(RunState newState, RunPhase newPhase, Ending newEnding, Times newTimes) {
        return new RunRecord(
                id,
                jobId,
                newState,
                newPhase,
                newEnding,
                newTimes,
                facts,
                vmSnapshotId,
                disks,
                imageId,
                notes,
                leftovers,
                course);
    }
}
