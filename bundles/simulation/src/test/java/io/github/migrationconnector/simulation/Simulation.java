package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabVcenter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plays a plan: time goes on in ticks, runs do their work in between, and the daemon dies and comes again. */
final class Simulation {
    private static final Duration RESUMED_AFTER = Duration.ofHours(5);
    /** The product does it every minute and every ten, which costs a simulated month hours of looking at what waits. */
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);

    private static final Duration LONGER = Duration.ofDays(3);
    private static final long DISK_BYTES = 2L << 20;
    private static final int DRAIN_TICKS = 12 * 24 * 6;

    private final Plan plan;
    private final Lab lab;
    private final Path home;
    private final Connections connections;
    private final Ledger ledger = new Ledger();
    private final Trouble trouble;
    private final Stage stage = new Stage(Plan.START);
    private final List<LabVcenter.Vm> vms = new ArrayList<>();
    private final Map<String, Integer> vmOfJob = new HashMap<>();
    private Daemon daemon;
    private Instant nextHousekeeping = Plan.START;
    private Instant ended = Plan.START;
    private long daysSaid;

    Simulation(Plan plan, Lab lab, Path home) {
        this.plan = plan;
        this.lab = lab;
        this.home = home;
        connections = new Connections(lab);
        trouble = new Trouble(plan, lab, connections, ledger);
        // a day passes in seconds here, so rates by the second would be met where they never are
        Map<String, Integer> quotas = Map.of(
                "putsPerSecond", 0,
                "putsPerSnapshotPerSecond", 0,
                "startsPerSecond", 0,
                "completesPerSecond", 0,
                "listsPerSecond", 0,
                "getsPerSecond", 0);
        lab.ebs().settings(Map.of("completeDelayMs", 20, "visibilityDelayMs", 5, "quotas", quotas));
        lab.control().post("/ec2/settings", Map.of("imageDelayMs", 10));
        daemon = new Daemon(home, plan.postgresql(), connections, stage);
    }

    void play() throws InterruptedException {
        String name = (plan.postgresql() ? "p" : "s") + Long.toHexString(plan.seed()) + "-";
        for (int vm = 0; vm < plan.vms(); vm++) {
            LabVcenter.Vm made = lab.vcenter()
                    .addVm(
                            name + vm,
                            vm % 4 == 0 ? "efi" : "bios",
                            List.of(new LabVcenter.Content.Seeded(DISK_BYTES, plan.seed() + vm, true)));
            vms.add(made);
            Job job = daemon.replication().create(spec(made.id(), vm));
            vmOfJob.put(job.id(), vm);
        }
        while (stage.instant().isBefore(plan.end()) || mayStillBeKilled()) {
            trouble.guests(vms);
            trouble.tick(stage.instant(), daemon.life());
            tick();
            resumeWhatFailuresPaused();
            sayEachDay();
        }
        drain();
    }

    /** A month takes long: whoever waits for it sees how far it is. */
    private void sayEachDay() {
        long day = Duration.between(Plan.START, stage.instant()).toDays();
        if (day > daysSaid) {
            daysSaid = day;
            int kills =
                    ledger.kills().values().stream().mapToInt(Integer::intValue).sum();
            System.out.println("  day " + day + ", " + kills + " kills");
        }
    }

    /** Each place is met in every simulation, if it takes some days more. */
    private boolean mayStillBeKilled() {
        return plan.meetsEveryKill()
                && ledger.kills().size() < KillPoint.values().length
                && stage.instant().isBefore(plan.end().plus(LONGER));
    }

    private JobSpec spec(String vmId, int vm) {
        return new JobSpec(
                vmId,
                "simulated",
                false,
                0,
                new Schedule.Every(plan.everyHours(vm), plan.startOf(vm)),
                new ImageOptions(plan.imagesToKeep(vm), LicenseType.BYOL, "", false, ""));
    }

    /** What is due is begun, then time goes on to the next tick, with a halt wherever somebody waits for less. */
    private void tick() throws InterruptedException {
        boolean keepHouse = !stage.instant().isBefore(nextHousekeeping);
        if (keepHouse) {
            nextHousekeeping = stage.instant().plus(HOUSEKEEPING);
        }
        if (keepHouse) {
            daemon.begin();
        } else {
            daemon.schedule();
        }
        Instant next = stage.instant().plus(Plan.TICK);
        boolean there = false;
        while (!there) {
            stage.awaitRest();
            if (daemon.life().isOver()) {
                comeAgain();
            }
            Instant until = next;
            Instant halt =
                    stage.nextWaking().filter(waking -> waking.isBefore(until)).orElse(next);
            there = !halt.isBefore(next);
            // a daemon that stayed off for hours has left the tick behind
            if (halt.isAfter(stage.instant())) {
                stage.moveTo(halt);
            }
        }
    }

    /** A new life on what the dead one has left on disk. */
    private void comeAgain() throws InterruptedException {
        ledger.killed(daemon.life().armed().orElseThrow());
        daemon.awaitEnd();
        Daemon dead = daemon;
        Duration pause = trouble.pauseAfterKill(stage.instant());
        if (!pause.isZero()) {
            ledger.happened("hours off after a kill");
            Instant from = stage.instant();
            stage.moveTo(from.plus(pause));
            ledger.off(from, stage.instant());
        }
        daemon = new Daemon(home, plan.postgresql(), connections, stage);
        // only now: whoever closes a database last tidies it up
        dead.bury();
        daemon.start();
        stage.awaitRest();
        if (daemon.life().isOver()) {
            comeAgain();
        }
    }

    private void resumeWhatFailuresPaused() {
        Instant now = stage.instant();
        for (Job job : daemon.replication().jobs()) {
            ledger.saw(job.id(), job.status().state(), now)
                    .filter(since -> since.plus(RESUMED_AFTER).isBefore(now))
                    .ifPresent(since -> {
                        Job unused = daemon.replication().resume(job.id());
                        ledger.resumed(job.id(), now);
                    });
        }
    }

    /** No further run begins; those that are under way come to their ends, and the house is kept. */
    private void drain() throws InterruptedException {
        ended = stage.instant();
        trouble.end();
        for (Job job : daemon.replication().jobs()) {
            Job unused = daemon.replication().pause(job.id());
        }
        for (int ticks = 0; ticks < DRAIN_TICKS; ticks++) {
            tick();
            if (ticks > 30
                    && daemon.store().unfinished().isEmpty()
                    && daemon.store().withLeftovers().isEmpty()) {
                return;
            }
        }
    }

    Plan plan() {
        return plan;
    }

    Lab lab() {
        return lab;
    }

    Ledger ledger() {
        return ledger;
    }

    Daemon daemon() {
        return daemon;
    }

    /** When the last run could begin. */
    Instant ended() {
        return ended;
    }

    List<LabVcenter.Vm> vms() {
        return vms;
    }

    /** Which of the plan's VMs a job is for. */
    int vmOf(String jobId) {
        return vmOfJob.get(jobId);
    }

    /** Stops the daemon, and takes the machines away. */
    void end() throws InterruptedException {
        trouble.end();
        daemon.stop();
        daemon.bury();
        vms.forEach(vm -> lab.vcenter().deleteVm(vm.name()));
    }
}
