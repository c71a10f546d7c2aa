package io.github.migrationconnector.replication.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.replication.internal.fake.Daemon;
import io.github.migrationconnector.replication.internal.fake.Life;
import io.github.migrationconnector.replication.internal.fake.World;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people ask of replication, and what they are refused. */
final class JobCatalogTest {
    private static final int PATIENCE_SECONDS = 60;

    private final World world = new World();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Daemon daemon = new Daemon(world, new Life(world, Life.NEVER), threads);
    private final Replication replication = daemon.replication();

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static void assertCode(Runnable call, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(ConnectorException.class, e -> {
            Problem problem = e.problem();
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).isNotEmpty();
        });
    }

    /** Holds the transfer at its first block until somebody lets it go. */
    private CountDownLatch holdTheTransfer(CountDownLatch reached) {
        CountDownLatch goOn = new CountDownLatch(1);
        world.trouble.atEachBlock = () -> {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        return goOn;
    }

    private void awaitEnd() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void makesAJobForAVmThatIsThere() {
        Job job = replication.create(new JobSpec("web01", "the web", true, 0));
        assertThat(job.id()).matches("sms-job-[0-9a-f]{8,}");
        assertThat(job.vmId()).isEqualTo(World.VM);
        assertThat(replication.jobs()).containsExactly(job);
        assertThat(replication.job(job.id())).contains(job);
        assertCode(() -> replication.create(new JobSpec("vm-42", "", false, 0)), "JOB_EXISTS");
        assertCode(() -> replication.create(new JobSpec("db07", "", false, 0)), "VM_NOT_FOUND");
    }

    @Test
    void namesWhatItDoesNotKnow() {
        assertCode(() -> replication.start("sms-job-0"), "JOB_NOT_FOUND");
        assertCode(() -> replication.runs("sms-job-0"), "JOB_NOT_FOUND");
        assertCode(() -> replication.delete("sms-job-0"), "JOB_NOT_FOUND");
        assertCode(() -> replication.cancel("sms-run-0"), "RUN_NOT_FOUND");
        assertThat(replication.run("sms-run-0")).isEmpty();
    }

    @Test
    void showsARunThatGoesOnAndRefusesASecondOne() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = holdTheTransfer(reached);
        String job = daemon.job().id();
        Run run = replication.start(job);
        assertThat(run.id()).matches("sms-run-[0-9a-f]{8,}");
        assertThat(run.state()).isEqualTo(RunState.PENDING);
        assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        Run going = replication.run(run.id()).orElseThrow();
        assertThat(going.state()).isEqualTo(RunState.ACTIVE);
        assertThat(going.phase()).isEqualTo(RunPhase.TRANSFERRING);
        assertThat(going.disks().get(0).progress().blocksInScope()).isEqualTo(8);
        assertCode(() -> replication.start(job), "RUN_ACTIVE");
        goOn.countDown();
        awaitEnd();
        assertThat(replication.run(run.id()).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        assertCode(() -> replication.cancel(run.id()), "RUN_ENDED");
        assertThat(replication.runs(job)).hasSize(1);
        assertThat(world.complaints()).isEmpty();
        replication.delete(job);
        assertThat(replication.jobs()).isEmpty();
    }

    @Test
    void callsOffARunInTheMiddleOfItsTransfer() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        holdTheTransfer(reached);
        Run run = replication.start(daemon.job().id());
        assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        replication.cancel(run.id());
        awaitEnd();
        Run ended = replication.run(run.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(RunState.DELETED);
        assertThat(ended.endedAt()).isEqualTo(Daemon.NOW);
        assertThat(world.complaints()).isEmpty();
        assertThat(world.ebsCount()).isZero();
    }

    @Test
    void saysAtOnceThatARunIsCalledOff() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        // a call that nobody can interrupt, as vCenter's making of a snapshot
        world.trouble.beforeSnapshot = () -> {
            reached.countDown();
            boolean interrupted = false;
            while (goOn.getCount() > 0) {
                try {
                    goOn.await();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        };
        Run run = replication.start(daemon.job().id());
        assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(replication.run(run.id()).orElseThrow().state()).isEqualTo(RunState.ACTIVE);
        replication.cancel(run.id());
        Run told = replication.run(run.id()).orElseThrow();
        assertThat(told.state()).isEqualTo(RunState.DELETING);
        assertThat(told.details().waitingFor()).as("nobody has to do anything").isEmpty();
        assertThat(replication.runs(run.jobId())).containsExactly(told);
        goOn.countDown();
        awaitEnd();
        Run ended = replication.run(run.id()).orElseThrow();
        assertThat(ended.state()).isEqualTo(RunState.DELETED);
        assertThat(ended.details().waitingFor()).isEmpty();
        assertThat(world.complaints()).isEmpty();
    }

    @Test
    void letsGoOfARunWhenTheServiceGoesAwayAndTakesItUpAgain() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        holdTheTransfer(reached);
        Run run = replication.start(daemon.job().id());
        assertThat(reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        daemon.stop();
        awaitEnd();
        Run left = replication.run(run.id()).orElseThrow();
        assertThat(left.state()).isEqualTo(RunState.ACTIVE);
        assertThat(left.phase()).isEqualTo(RunPhase.TRANSFERRING);
        assertThat(left.problems()).isEmpty();
        world.trouble.atEachBlock = () -> {};
        Daemon.immortal(world).begin();
        assertThat(replication.run(run.id()).orElseThrow().state()).isEqualTo(RunState.COMPLETED);
        assertThat(world.complaints()).isEmpty();
    }
}
