package io.github.migrationconnector.simulation;

import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Fault.Action;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabVcenter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What goes wrong, and when: at random, but the same for the same seed. */
final class Trouble {
    private static final Action REFUSED = new Action.Refuse(500, "InternalError", "made by the simulation");
    private static final Action EBS_REFUSED = new Action.Refuse(500, "InternalServerException", "by the simulation");
    private static final Action BUSY = new Action.Refuse(503, "RequestLimitExceeded", "made by the simulation");

    /** Pass by themselves, or by trying once more. */
    private static final List<Fault> PASSING = List.of(
            Fault.once("vcenter", "CreateSnapshot_Task", new Action.Drop()),
            Fault.once("vcenter", "CreateSnapshot_Task", new Action.DropAfter()),
            Fault.once("vcenter", "RemoveSnapshot_Task", new Action.DropAfter()),
            Fault.once("vcenter", "QueryChangedDiskAreas", new Action.Drop()),
            Fault.once("vcenter", "RetrievePropertiesEx", new Action.Drop()),
            Fault.once("task", "createSnapshot", new Action.Refuse(500, "TaskInProgress", "by the simulation")),
            Fault.once("task", "removeSnapshot", new Action.Refuse(500, "TaskInProgress", "by the simulation")),
            Fault.once("folder", "GET", new Action.Drop()),
            Fault.once("ebs", "StartSnapshot", new Action.DropAfter()),
            Fault.once("ebs", "StartSnapshot", EBS_REFUSED),
            Fault.once("ebs", "PutSnapshotBlock", new Action.DropAfter()),
            Fault.once("ebs", "PutSnapshotBlock", EBS_REFUSED),
            Fault.once("ebs", "CompleteSnapshot", new Action.DropAfter()),
            Fault.once("ec2", "RegisterImage", new Action.DropAfter()),
            Fault.once("ec2", "RegisterImage", BUSY),
            Fault.once("ec2", "DescribeSnapshots", REFUSED),
            Fault.once("ec2", "DeregisterImage", new Action.DropAfter()),
            Fault.once("ec2", "DeleteSnapshot", BUSY));

    /** End a run, for as long as they last. */
    private static final List<Fault> LASTING = List.of(
            Fault.always("task", "createSnapshot", new Action.Refuse(500, "NoDiskSpace", "by the simulation")),
            Fault.always("ec2", "RegisterImage", new Action.Refuse(400, "InvalidParameterValue", "by the simulation")),
            Fault.always(
                    "ebs", "CompleteSnapshot", new Action.Refuse(400, "ValidationException", "by the simulation")));

    private static final Duration HOURS_TO_MEET_A_KILL = Duration.ofHours(4);

    private final Random random;
    private final Lab lab;
    private final Connections connections;
    private final Ledger ledger;
    private final Deque<KillPoint> kills = new ArrayDeque<>();
    private final List<ActiveFault> active = new ArrayList<>();
    private final Plan plan;
    private Instant nextPassing;
    private Instant nextLasting;
    private Instant nextRevoking;
    private Instant nextKill;
    private Instant lastingUntil = Instant.MAX;
    private Instant revokedUntil = Instant.MAX;

    Trouble(Plan plan, Lab lab, Connections connections, Ledger ledger) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.lab = lab;
        this.connections = connections;
        this.ledger = ledger;
        nextPassing = Plan.START.plus(minutes(30, 120));
        nextLasting = Plan.START.plus(minutes(600, 1200));
        nextRevoking = Plan.START.plus(minutes(1200, 2000));
        nextKill = Plan.START.plus(minutes(60, 120));
    }

    private Duration minutes(int from, int to) {
        return Duration.ofMinutes(from + random.nextInt(to - from));
    }

    /** Makes what is due. */
    void tick(Instant now, Life life) {
        if (!now.isBefore(nextPassing)) {
            active.add(lab.faults().inject(PASSING.get(random.nextInt(PASSING.size()))));
            ledger.happened("calls disturbed once");
            nextPassing = now.plus(minutes(30, 150));
        }
        if (!now.isBefore(nextLasting)) {
            Fault fault = LASTING.get(random.nextInt(LASTING.size()));
            active.add(lab.faults().inject(fault));
            ledger.happened("failures for hours");
            lastingUntil = now.plus(minutes(30, 180));
            nextLasting = now.plus(minutes(1800, 4000));
        }
        if (!now.isBefore(lastingUntil)) {
            quiet();
            lastingUntil = Instant.MAX;
        }
        if (!now.isBefore(nextRevoking)) {
            connections.revokeKeys(true);
            ledger.happened("keys revoked for hours");
            revokedUntil = now.plus(minutes(300, 1500));
            nextRevoking = now.plus(minutes(4000, 9000));
        }
        if (!now.isBefore(revokedUntil)) {
            connections.revokeKeys(false);
            revokedUntil = Instant.MAX;
        }
        if (!now.isBefore(nextKill)) {
            // one that is not met in hours has its turn later
            life.armed().ifPresent(kills::addLast);
            life.arm(nextKillPoint());
            nextKill = now.plus(HOURS_TO_MEET_A_KILL);
        }
        if (random.nextInt(200) == 0) {
            lab.vcenter().expireSessions();
            ledger.happened("vCenter sessions ended");
        }
    }

    /** In rounds, each in another order, so that all of them are met. */
    private KillPoint nextKillPoint() {
        if (kills.isEmpty()) {
            List<KillPoint> round = new ArrayList<>(Arrays.asList(KillPoint.values()));
            Collections.shuffle(round, random);
            kills.addAll(round);
        }
        return kills.remove();
    }

    /** How long a daemon that was killed stays off; often not at all. */
    Duration pauseAfterKill(Instant now) {
        nextKill = now.plus(minutes(10, plan.days() * 20));
        return random.nextInt(4) == 0 ? minutes(60, 900) : Duration.ZERO;
    }

    /** A guest writes, and now and then loses its epoch of change tracking. */
    void guests(List<LabVcenter.Vm> vms) {
        LabVcenter.Vm vm = vms.get(random.nextInt(vms.size()));
        LabVcenter.Disk disk = vm.disks().get(0);
        byte[] bytes = new byte[512 * (1 + random.nextInt(64))];
        random.nextBytes(bytes);
        long sectors = (disk.sizeBytes() - bytes.length) / 512;
        lab.vcenter().write(vm.name(), disk.key(), 512 * random.nextLong(sectors + 1), bytes);
        if (random.nextInt(300) == 0) {
            lab.control().post("/vcenter/vms/" + vm.name() + "/cbt/lose-epoch", Map.of());
            ledger.happened("change tracking begun anew");
        }
    }

    /** Nothing goes wrong from here on. */
    void end() {
        quiet();
        connections.revokeKeys(false);
    }

    private void quiet() {
        active.forEach(ActiveFault::close);
        active.clear();
    }
}
