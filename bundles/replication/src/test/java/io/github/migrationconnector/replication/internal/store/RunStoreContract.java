package io.github.migrationconnector.replication.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.JobStatus;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.vmsnapshot.SnapshotDisk;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskPlan;
import io.github.migrationconnector.replication.internal.domain.Ending;
import io.github.migrationconnector.replication.internal.domain.JobOutcomes;
import io.github.migrationconnector.replication.internal.domain.JobTransitions;
import io.github.migrationconnector.replication.internal.domain.Load;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.ScopeText;
import io.github.migrationconnector.replication.internal.domain.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store of jobs and runs must do. */
abstract class RunStoreContract {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final Job JOB =
            new Job("sms-job-1", "vm-42", "web01 äöü", new JobSpec("web01", "the web", true, 5_000_000_000L), NOW, "");
    private static final TransferProgress SOME =
            new TransferProgress(TransferStage.STREAMING, "snap-9", 524_288, 8_000_000_000L, 7, 6, 5, 4);

    private RunStore store;

    /** A new and empty store. */
    abstract RunStore newStore();

    @BeforeEach
    final void begin() {
        store = newStore();
    }

    private static RunRecord run(String id) {
        return RunRecord.pending(id, JOB.id(), NOW);
    }

    private static RunRecord richRun() {
        SnapshotDisk first = new SnapshotDisk(
                2000,
                "Hard disk 1",
                1L << 43,
                "uuid-a",
                "52 aa/3",
                new SourceAddress("vsphere", "vm-42#2000@snapshot-7"));
        SnapshotDisk second = new SnapshotDisk(
                2001, "Hard disk 2", 512, "", "", new SourceAddress("vsphere", "vm-42#2001@snapshot-7"));
        SnapshotDisk third = new SnapshotDisk(
                2002, "Hard disk 3", 512, "", "", new SourceAddress("vsphere", "vm-42#2002@snapshot-7"));
        RunRecord run = run("sms-run-1")
                .taken()
                .knowing(new RunRecord.Facts(Firmware.UEFI, true, new Load(List.of("ds 1", "ds 1", "ds 2"), "host-9")))
                .holding(new VmSnapshot("vm-42", "snapshot-7", "connector-sms-run-1", List.of(first, second, third)))
                .and(Problem.passing("ONE", "first", "fix it"))
                .and(Problem.fatal("TWO", "then", ""))
                .and(new Notice("GAP", List.of("the platform\\edge", ""), "mind the gap", ""))
                .at(RunPhase.TRANSFERRING);
        String areas = ScopeText.write(new ReadScope.Changed(List.of(new Extent(512, 1024), new Extent(1L << 42, 1))));
        return run.changeDisks(disk -> switch (disk.disk().key()) {
            case 2000 ->
                disk.with(new DiskPlan.Chosen("changed areas", new Parent.Snapshot("snap-1", "sms-run-0-2000"), areas));
            case 2001 ->
                disk.with(new DiskPlan.Chosen(
                        "full: first run", new Parent.Nothing(), ScopeText.write(new ReadScope.WholeDisk())));
            default -> disk;
        });
    }

    private static void assertCode(Runnable call, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ConnectorException.class, e -> assertThat(
                        e.problem().code())
                .isEqualTo(code));
    }

    @Test
    void keepsAJobWhole() {
        store.add(JOB);
        assertThat(store.job(JOB.id())).contains(JOB);
        assertThat(store.jobs()).containsExactly(JOB);
        assertThat(store.job("sms-job-2")).isEmpty();
    }

    @Test
    void keepsWhatAJobsImagesAreLike() {
        Job asked = new Job(
                "sms-job-1",
                "vm-42",
                "web01",
                new JobSpec(
                        "web01",
                        "",
                        true,
                        7,
                        new Schedule.OnDemand(),
                        new ImageOptions(270, LicenseType.AWS, "sms", true, "arn:aws:kms:eu-west-1:1:key/a-b")),
                NOW,
                "");
        store.add(asked);
        assertThat(store.job(asked.id())).contains(asked);
    }

    @Test
    void keepsWhatAJobTellsWithWhatItsWordsAreMadeOf() {
        Notice told = new Notice("JOB_TELLS", List.of("ami-1", "", "two words"), "It says ami-1.", "Do it.");
        Job telling = JOB.with(new JobStatus(JobState.ACTIVE, false, told, NOW, 0, 1));
        store.add(telling);
        assertThat(store.job(JOB.id())).contains(telling);
    }

    @Test
    void tellsWhoChangesAJobWhetherOneOfItsRunsHasNotEnded() {
        store.add(JOB);
        List<Boolean> told = new ArrayList<>();
        Runnable look = () -> {
            Job unused = store.changeJob(JOB.id(), (job, runs) -> {
                told.add(runs);
                return job;
            });
        };
        look.run();
        store.add(run("sms-run-1"));
        look.run();
        RunRecord done = run("sms-run-1").taken().completed("ami-1", NOW.plusSeconds(9));
        store.end(done, job -> JobOutcomes.after(job, done, NOW));
        look.run();
        assertThat(told).containsExactly(false, true, false);
    }

    @Test
    void keepsWhichMachineAJobIsForAlsoWhenItIsLearnedLater() {
        store.add(JOB);
        assertThat(store.job(JOB.id()).orElseThrow().identity()).isEqualTo(VmIdentity.UNKNOWN);
        Job learned = JOB.with(new VmIdentity("vcenter-a", "uuid-a"));
        Job unused = store.changeJob(JOB.id(), job -> learned);
        assertThat(store.job(JOB.id())).contains(learned);
    }

    @Test
    void refusesASecondJobForTheSameVm() {
        store.add(JOB);
        Job second = new Job("sms-job-2", "vm-42", "web01", JOB.spec(), NOW, "");
        assertCode(() -> store.add(second), "JOB_EXISTS");
        assertThat(store.jobs()).containsExactly(JOB);
    }

    @Test
    void keepsARunWhole() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        assertThat(store.run("sms-run-1")).contains(run("sms-run-1"));
        store.save(richRun());
        assertThat(store.run("sms-run-1")).contains(richRun());
        // fewer of everything
        store.save(run("sms-run-1"));
        assertThat(store.run("sms-run-1")).contains(run("sms-run-1"));
        assertThat(store.run("sms-run-2")).isEmpty();
    }

    @Test
    void refusesToSaveARunThatWasNeverAdded() {
        assertThatThrownBy(() -> store.save(run("sms-run-1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesARunOfNoJobAndASecondOneWhileOneGoesOn() {
        assertCode(() -> store.add(run("sms-run-1")), "JOB_NOT_FOUND");
        store.add(JOB);
        store.add(run("sms-run-1"));
        assertCode(() -> store.add(run("sms-run-2")), "RUN_ACTIVE");
        store.save(run("sms-run-1").taken());
        assertCode(() -> store.add(run("sms-run-2")), "RUN_ACTIVE");
        assertCode(() -> store.deleteJob(JOB.id()), "RUN_ACTIVE");
        store.save(run("sms-run-1").taken().completed("ami-1", NOW));
        store.add(run("sms-run-2"));
        assertThat(store.runs(JOB.id())).extracting(RunRecord::id).containsExactly("sms-run-2", "sms-run-1");
        assertThat(store.unfinished()).extracting(RunRecord::id).containsExactly("sms-run-2");
    }

    @Test
    void writesProgressAndNothingElse() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        store.save(richRun());
        store.saveProgress("sms-run-1", 2000, SOME);
        RunRecord expected = richRun()
                .changeDisks(disk -> disk.disk().key() == 2000
                        ? disk.carried(new TransferResult(SOME, 1, BlockDigest.of(new byte[32]), false))
                        : disk);
        assertThat(store.run("sms-run-1")).contains(expected);
    }

    @Test
    void recordsRunAndCheckpointsTogether() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        assertThat(store.checkpoints(JOB.id())).isEmpty();
        Checkpoint first =
                new Checkpoint(2000, "uuid-a", 1L << 43, "52/3", "snap-1", "sms-run-1-2000", true, "key-true");
        Checkpoint second = new Checkpoint(2001, "", 512, "", "snap-2", "sms-run-1-2001", false, "key-false");
        store.record(run("sms-run-1").taken().at(RunPhase.RELEASING), List.of(first, second));
        assertThat(store.checkpoints(JOB.id())).containsExactlyInAnyOrder(first, second);
        assertThat(store.run("sms-run-1").orElseThrow().phase()).isEqualTo(RunPhase.RELEASING);
        Checkpoint younger =
                new Checkpoint(2000, "uuid-c", 1L << 44, "52/4", "snap-3", "sms-run-2-2000", false, "key-false");
        store.record(run("sms-run-1").taken().at(RunPhase.RELEASING), List.of(younger));
        assertThat(store.checkpoints(JOB.id())).containsExactlyInAnyOrder(younger, second);
    }

    @Test
    void recordsNothingWhenTheRunIsUnknown() {
        store.add(JOB);
        Checkpoint pair = new Checkpoint(2000, "uuid-a", 1, "52/3", "snap-1", "sms-run-1-2000", true, "key-true");
        assertThatThrownBy(() -> store.record(run("sms-run-1"), List.of(pair)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.checkpoints(JOB.id())).isEmpty();
    }

    @Test
    void completesRunAndJobTogether() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        RunRecord done = run("sms-run-1").taken().completed("ami-1", NOW.plusSeconds(9));
        store.end(done, job -> JobOutcomes.after(job, done, NOW));
        assertThat(store.run("sms-run-1")).contains(done);
        assertThat(store.job(JOB.id()).orElseThrow().latestImageId()).isEqualTo("ami-1");
    }

    @Test
    void cancelsOnlyWhatHasNotEnded() {
        store.add(JOB);
        assertThat(store.requestCancel("sms-run-1")).isFalse();
        assertThat(store.cancelRequested("sms-run-1")).isFalse();
        store.add(run("sms-run-1"));
        assertThat(store.cancelRequested("sms-run-1")).isFalse();
        assertThat(store.requestCancel("sms-run-1")).isTrue();
        assertThat(store.requestCancel("sms-run-1")).isTrue();
        assertThat(store.cancelRequested("sms-run-1")).isTrue();
        // a write of the run does not take the wish back
        store.save(run("sms-run-1").taken());
        assertThat(store.cancelRequested("sms-run-1")).isTrue();
        store.save(run("sms-run-1").taken().completed("ami-1", NOW));
        assertThat(store.requestCancel("sms-run-1")).isFalse();
        assertThat(store.cancelRequests()).as("it has ended").isEmpty();
    }

    @Test
    void tellsManyRunsWithWhatIsTheirs() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        store.save(run("sms-run-1")
                .taken()
                .and(Problem.passing("ONE", "of one", ""))
                .completed("ami-1", NOW));
        store.add(run("sms-run-2"));
        RunRecord second = run("sms-run-2")
                .taken()
                .and(Problem.passing("TWO", "of two", ""))
                .and(Problem.fatal("MORE", "", ""));
        store.save(second);
        assertThat(store.unfinished()).containsExactly(second);
        assertThat(store.runs(JOB.id()))
                .extracting(found -> found.notes().problems().size())
                .containsExactly(2, 1);
        assertThat(store.requestCancel("sms-run-2")).isTrue();
        assertThat(store.cancelRequests()).containsExactly("sms-run-2");
    }

    private static Job standing(JobState state, boolean paused, Instant due) {
        return JOB.with(new JobStatus(state, paused, Notice.NONE, due, 0, 1));
    }

    private Optional<RunRecord> begin(String runId, Instant next) {
        return store.begin(run(runId), NOW, next);
    }

    @Test
    void beginsARunThatIsDueAndMissesOneWhileAnotherIsActive() {
        Instant later = NOW.plusSeconds(3600);
        store.add(standing(JobState.ACTIVE, false, NOW));
        assertThat(begin("sms-run-1", later)).contains(run("sms-run-1"));
        assertThat(begin("sms-run-2", later)).as("begun already").isEmpty();
        assertThat(store.job(JOB.id()).orElseThrow().status().nextRunAt()).isEqualTo(later);
        RunRecord second = run("sms-run-2");
        assertThat(store.begin(second, later, later.plusSeconds(3600))).contains(second.missed(NOW));
    }

    @Test
    void aJobWithoutANextTimeStaysDueWhileARunIsActive() {
        store.add(standing(JobState.ACTIVE, false, NOW));
        store.add(run("sms-run-1"));
        assertThat(begin("sms-run-2", Timetable.NEVER)).isEmpty();
        assertThat(store.job(JOB.id()).orElseThrow().status().nextRunAt()).isEqualTo(NOW);
        assertThat(store.runs(JOB.id())).hasSize(1);
        store.save(run("sms-run-1").taken().completed("ami-1", NOW));
        assertThat(begin("sms-run-2", Timetable.NEVER)).contains(run("sms-run-2"));
        assertThat(store.job(JOB.id()).orElseThrow().status().nextRunAt()).isEqualTo(Timetable.NEVER);
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void noRunBeginsThatTheJobsStateOfThatMomentForbids(JobState state) {
        store.add(standing(state, false, NOW));
        if (!JobTransitions.mayRun(state)) {
            assertCode(() -> store.add(run("sms-run-1")), "JOB_STATE_REFUSES");
        }
        assertThat(begin("sms-run-1", NOW.plusSeconds(1)).isPresent())
                .isEqualTo(JobTransitions.followsItsSchedule(state));
        assertThat(store.runs(JOB.id())).hasSize(JobTransitions.followsItsSchedule(state) ? 1 : 0);
    }

    @Test
    void noRunBeginsByItselfOnAJobThatWasJustPaused() {
        store.add(standing(JobState.ACTIVE, true, NOW));
        assertThat(begin("sms-run-1", NOW.plusSeconds(1))).isEmpty();
        assertThat(store.runs(JOB.id())).isEmpty();
        // a person may ask for one
        store.add(run("sms-run-1"));
    }

    @Test
    void findsWhatHasLeftovers() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        RunRecord failed = run("sms-run-1").taken().ending(Ending.FAILING).ended(NOW, true);
        store.save(failed);
        assertThat(store.withLeftovers()).containsExactly(failed);
        store.save(failed.leaving(false));
        assertThat(store.withLeftovers()).isEmpty();
    }

    @Test
    void forgetsAJobWithAllThatBelongsToIt() {
        store.add(JOB);
        store.add(run("sms-run-1"));
        store.save(richRun());
        Checkpoint pair = new Checkpoint(2000, "uuid-a", 1, "52/3", "snap-1", "sms-run-1-2000", true, "key-true");
        store.record(richRun().completed("ami-1", NOW), List.of(pair));
        store.deleteJob(JOB.id());
        assertThat(store.jobs()).isEmpty();
        assertThat(store.run("sms-run-1")).isEmpty();
        store.add(JOB);
        assertThat(store.runs(JOB.id())).isEmpty();
        assertThat(store.checkpoints(JOB.id())).isEmpty();
        store.deleteJob("sms-job-none");
    }
}
