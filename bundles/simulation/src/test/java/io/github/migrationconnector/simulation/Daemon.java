package io.github.migrationconnector.simulation;

import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.aws.internal.ebs.BlockCalls;
import io.github.migrationconnector.aws.internal.ebs.EbsSnapshotTarget;
import io.github.migrationconnector.aws.internal.ec2.Ec2ImageRegistrar;
import io.github.migrationconnector.aws.internal.ec2.Ec2OwnedSnapshots;
import io.github.migrationconnector.aws.internal.http.HttpsTransport;
import io.github.migrationconnector.aws.internal.http.Limits;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.diskstreaming.internal.StreamingParts;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.domain.ServerNames;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.Services;
import io.github.migrationconnector.replication.internal.store.SqlRunStore;
import io.github.migrationconnector.replication.internal.supervisor.Housekeeping;
import io.github.migrationconnector.replication.internal.supervisor.JobCatalog;
import io.github.migrationconnector.replication.internal.supervisor.JobRemoval;
import io.github.migrationconnector.replication.internal.supervisor.Leases;
import io.github.migrationconnector.replication.internal.supervisor.RunSupervisor;
import io.github.migrationconnector.replication.internal.supervisor.Scheduler;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import io.github.migrationconnector.vsphere.internal.disk.VcenterDiskSource;
import io.github.migrationconnector.vsphere.internal.inventory.VcenterInventory;
import io.github.migrationconnector.vsphere.internal.power.VcenterPower;
import io.github.migrationconnector.vsphere.internal.session.AwaitedConnection;
import io.github.migrationconnector.vsphere.internal.session.VcenterSessions;
import io.github.migrationconnector.vsphere.internal.snapshot.VcenterSnapshots;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The product's parts, put together as the framework does, for one life. Its clock is the stage's. */
final class Daemon {
    private static final Limits LIMITS =
            new Limits(32, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));
    private static final long END_SECONDS = 60;
    /** A schema of disks that vCenter's snapshots have: the product's own address of a frozen disk. */
    private static final String[] SCHEMES = {"vsphere", "vsphere-snapshot"};

    private final Stage stage;
    private final Life life = new Life();
    private final TemporaryDatabase database;
    private final VcenterSessions sessions;
    private final VcenterDiskSource disks;
    private final HttpsTransport transport = new HttpsTransport(LIMITS, 1);
    private final AwsClients clients;
    private final StreamingParts streaming;
    private final Services services;
    private final RunStore store;
    private final RunSupervisor supervisor;
    private final Scheduler scheduler;
    private final Housekeeping housekeeping;
    private final Replication replication;
    private final ExecutorService threads;

    Daemon(Path home, boolean postgresql, Connections connections, Stage stage) {
        this.stage = stage;
        database = new TemporaryDatabase(home, postgresql);
        AwaitedConnection vcenter = new AwaitedConnection();
        vcenter.bind(connections);
        sessions = new VcenterSessions(vcenter);
        disks = new VcenterDiskSource(sessions);
        clients = new AwsClients(connections, InstantSource.system(), new CallMeter());
        EbsSnapshotTarget ebs =
                new EbsSnapshotTarget(clients, new BlockCalls(transport, connections, InstantSource.system()));
        SnapshotTarget target = life.mortal(SnapshotTarget.class, ebs);
        streaming = new StreamingParts(home, life.mortal(DiskSource.class, disks), SCHEMES, target);
        Map<Class<?>, Object> parts = Map.of(
                Inventory.class, life.mortal(Inventory.class, new VcenterInventory(sessions)),
                VmSnapshots.class, life.mortal(VmSnapshots.class, new VcenterSnapshots(sessions)),
                VmPower.class, life.mortal(VmPower.class, new VcenterPower(sessions)),
                Transfers.class, life.mortal(Transfers.class, streaming.transfers()),
                ImageRegistrar.class, life.mortal(ImageRegistrar.class, new Ec2ImageRegistrar(clients)),
                OwnedSnapshots.class, life.mortal(OwnedSnapshots.class, new Ec2OwnedSnapshots(clients)),
                SnapshotTarget.Snapshots.class, target.at(""),
                TargetAccount.class, life.mortal(TargetAccount.class, ebs),
                String.class, "c-0123456789abcdef0");
        services = (Services) Proxy.newProxyInstance(
                Services.class.getClassLoader(),
                new Class<?>[] {Services.class},
                (proxy, method, arguments) -> parts.get(method.getReturnType()));
        store = life.mortal(RunStore.class, new SqlRunStore(database, Holder.newLife("home")));
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(50, work -> new Thread(work, "run-" + number.incrementAndGet()));
        LiveProgress live = new LiveProgress();
        Phases phases = new Phases(store, services, stage, live);
        supervisor = new RunSupervisor(store, phases, stage, this::execute, new Leases(store, stage, Leases.USUAL));
        JobRemoval removal = new JobRemoval(store, phases);
        scheduler = new Scheduler(store, supervisor, removal, stage);
        replication = new JobCatalog(
                store, services, new JobCatalog.Workshop(supervisor, removal, new NoCatalog()), stage, live);
        housekeeping = new Housekeeping(store, services, phases, stage);
    }

    /** Nobody imports a catalog here: jobs name their VMs. */
    private static final class NoCatalog implements ServerNames {
        @Override
        public Optional<String> vmOf(String serverId) {
            return Optional.empty();
        }

        @Override
        public Optional<String> serverOf(String vmId) {
            return Optional.empty();
        }
    }

    private void execute(Runnable work) {
        stage.enter();
        threads.execute(() -> {
            life.works(Thread.currentThread());
            try {
                work.run();
            } catch (Life.Killed killed) {
                // its thread ends with it
            } finally {
                life.worksNoMore(Thread.currentThread());
                stage.leave();
            }
        });
    }

    Life life() {
        return life;
    }

    Replication replication() {
        return replication;
    }

    RunStore store() {
        return store;
    }

    /** The product's parts, to plant faults with. */
    Services services() {
        return services;
    }

    /** Beside the product, to plant faults in. */
    TemporaryDatabase database() {
        return database;
    }

    /** What the daemon does when it starts. */
    void start() {
        alive(() -> store.inherit(Set.of()));
        begin();
    }

    /** What the daemon does now and then. */
    void begin() {
        alive(() -> {
            supervisor.takeUp();
            supervisor.keep();
            scheduler.tick();
            housekeeping.tick();
        });
    }

    /** What the daemon does each minute: it begins what is due. */
    void schedule() {
        alive(scheduler::tick);
    }

    private void alive(Runnable work) {
        try {
            work.run();
        } catch (Life.Killed | ConnectorException end) {
            if (!life.isOver()) {
                throw end;
            }
        }
    }

    /** Lets go of the runs, as a daemon that is stopped does. */
    void stop() throws InterruptedException {
        supervisor.stop();
        awaitEnd();
    }

    /** Waits until nothing of this life is under way any more. */
    void awaitEnd() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("a life did not end within " + END_SECONDS + " s");
        }
    }

    /** What an operating system does for a process that is gone: its files and connections are closed. */
    void bury() {
        streaming.close();
        disks.deactivate();
        sessions.deactivate();
        transport.close();
        clients.close();
        database.close();
    }
}
