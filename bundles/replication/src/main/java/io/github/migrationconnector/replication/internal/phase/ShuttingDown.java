package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.RunDetails.PhaseTime;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.replication.internal.domain.Course.Shutdown;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The guest of a cut-over is shut down. The run waits for it, looking now and then, and powers it off only when that was
 * allowed. When it does neither, the run fails with nothing changed.
 */
final class ShuttingDown implements PhaseStep {
    /** So long after the beginning a look is the first: it follows at once. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

    private final RunStore store;
    private final Services services;
    private final Clock clock;
    private final Machines machines;

    ShuttingDown(RunStore store, Services services, Clock clock) {
        this.store = store;
        this.services = services;
        this.clock = clock;
        this.machines = new Machines(services);
    }

    @Override
    public void act(RunRecord run) {
        Job job = Jobs.of(run, store);
        Vm unused = machines.of(job);
        VmPower power = services.power();
        PowerState state = power.state(job.vmId());
        switch (state) {
            case OFF -> goOn(run, job);
            case SUSPENDED ->
                throw Problem.fatal(
                                "VM_SUSPENDED",
                                job.vmName() + " is suspended: its memory would be lost",
                                "Resume it in vCenter, and cut over again.")
                        .asException();
            case ON -> stop(run, job, power);
        }
    }

    private void goOn(RunRecord run, Job job) {
        store.save(run.and(new Notice(
                        "RUN_GUEST_STOPPED",
                        List.of(job.vmName()),
                        "The guest was shut down for the cut-over. To go back to it, power " + job.vmName() + " on.",
                        ""))
                .at(RunPhase.SNAPSHOTTING));
    }

    private void stop(RunRecord run, Job job, VmPower power) {
        Shutdown shutdown = run.course().origin().shutdown();
        if (clock.instant().isBefore(begun(run).plus(shutdown.within())) && asked(job, run, power)) {
            throw new Problem(
                            "GUEST_SHUTTING_DOWN",
                            "The guest of " + job.vmName() + " is shutting down",
                            "Nothing to do; or shut it down by hand.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        if (!shutdown.powerOff()) {
            throw Problem.fatal(
                            "GUEST_DOES_NOT_SHUT_DOWN",
                            "the guest of " + job.vmName() + " did not shut down within "
                                    + shutdown.within().toSeconds() + " s",
                            "Shut it down by hand, give it more time, or allow the connector to power it off.")
                    .asException();
        }
        power.powerOff(job.vmId());
        goOn(run, job);
    }

    /**
     * Asks each time: a guest that was still booting when it was asked first has not heard it. Tools that are absent at the
     * first look were never there; later they are as likely to have stopped before the rest of a guest that shuts down,
     * whose plug must not be pulled.
     */
    private boolean asked(Job job, RunRecord run, VmPower power) {
        try {
            power.shutDownGuest(job.vmId());
            return true;
        } catch (ConnectorException e) {
            if (!e.problem().code().equals(VmPower.TOOLS_ABSENT)) {
                throw e;
            }
            if (clock.instant().isAfter(begun(run).plus(FIRST_LOOK))) {
                return true;
            }
            if (run.course().origin().shutdown().powerOff()) {
                return false;
            }
            throw e;
        }
    }

    private static Instant begun(RunRecord run) {
        return run.course().phases().stream()
                .filter(entered -> entered.phase() == RunPhase.SHUTTING_DOWN)
                .map(PhaseTime::at)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the time at which the shutdown began is not known"));
    }
}
