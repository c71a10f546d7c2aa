package io.github.migrationconnector.adminui.internal.live;

import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunDisk;
import java.util.List;
import java.util.Objects;

/**
 * How far a run is, at one moment.
 *
 * @param runId the run
 * @param jobId its job
 * @param vmName the job's VM
 * @param state by the name of the RunState
 * @param phase by the name of the RunPhase
 * @param blocksDone decided blocks of all its disks
 * @param blocksInScope blocks to be read; 0 before they are counted
 * @param bytesPut sent and acknowledged
 * @param bytesPerSecond put, over the last seconds; 0 before it is known
 * @param secondsLeft until all blocks are decided, at the speed of the last seconds; -1 when it can't be told
 * @param waitingFor what keeps it from going on; empty while it goes on
 * @param disks the same for each disk
 */
public record RunProgress(
        String runId,
        String jobId,
        String vmName,
        String state,
        String phase,
        long blocksDone,
        long blocksInScope,
        long bytesPut,
        long bytesPerSecond,
        long secondsLeft,
        String waitingFor,
        List<Disk> disks) {
    public RunProgress {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(vmName, "vmName");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(waitingFor, "waitingFor");
        disks = List.copyOf(disks);
    }

    /**
     * One disk.
     *
     * @param key its device key
     * @param blocksDone decided blocks
     * @param blocksInScope blocks to be read
     * @param bytesPut sent and acknowledged
     */
    public record Disk(int key, long blocksDone, long blocksInScope, long bytesPut) {}

    /** Whether it goes on. */
    public boolean active() {
        return state.equals("PENDING") || state.equals("ACTIVE");
    }

    /** As the supervisor tells it, without any speed yet. */
    public static RunProgress of(String vmName, Run run) {
        List<RunDisk> disks = run.disks();
        return new RunProgress(
                run.id(),
                run.jobId(),
                vmName,
                run.state().name(),
                run.phase().name(),
                disks.stream().mapToLong(disk -> disk.progress().blocksDone()).sum(),
                disks.stream()
                        .mapToLong(disk -> disk.progress().blocksInScope())
                        .sum(),
                disks.stream().mapToLong(disk -> disk.progress().bytesPut()).sum(),
                0,
                -1,
                run.details().waitingFor(),
                disks.stream()
                        .map(disk -> new Disk(
                                disk.key(),
                                disk.progress().blocksDone(),
                                disk.progress().blocksInScope(),
                                disk.progress().bytesPut()))
                        .toList());
    }

    RunProgress at(Speed speed) {
        long left = blocksInScope - blocksDone;
        long seconds = speed.blocksPerSecond() > 0 && blocksInScope > 0
                ? Math.round(Math.ceil(left / speed.blocksPerSecond()))
                : -1;
        return new RunProgress(
                runId,
                jobId,
                vmName,
                state,
                phase,
                blocksDone,
                blocksInScope,
                bytesPut,
                Math.round(speed.bytesPerSecond()),
                phase.equals("TRANSFERRING") ? seconds : -1,
                waitingFor,
                disks);
    }
}
