package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.Services;
import io.github.migrationconnector.replication.internal.supervisor.Housekeeping;
import io.github.migrationconnector.replication.internal.supervisor.JobCatalog;
import io.github.migrationconnector.replication.internal.supervisor.JobRemoval;
import io.github.migrationconnector.replication.internal.supervisor.Leases;
import io.github.migrationconnector.replication.internal.supervisor.RunHoldings;
import io.github.migrationconnector.replication.internal.supervisor.RunSupervisor;
import io.github.migrationconnector.replication.internal.supervisor.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A supervisor in one life, on a world. Runs are worked on in the calling thread, unless another executor is given. */
public final class Daemon {
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    private final World world;
    private final Life life;
    private volatile Instant now = NOW;
    private final RunSupervisor supervisor;
    private final Housekeeping housekeeping;
    private final Scheduler scheduler;
    private final Replication replication;
    private final LiveProgress live = new LiveProgress();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

    public Daemon(World world, Life life) {
        this(world, life, Runnable::run);
    }

    public Daemon(World world, Life life, Executor threads) {
        this(world, life, threads, world.database);
    }

    /** On the world's database, as one of several connectors sees it. */
    public Daemon(World world, Life life, Executor threads, RunStore database) {
        this.world = world;
        this.life = life;
        RunStore store = new MortalRunStore(database, life);
        Services services = new FakeServices(world, life, new FakeTransfers(world, life));
        Clock clock = new SetClock();
        Phases phases = new Phases(store, services, clock, live);
        supervisor = new RunSupervisor(store, phases, pauses::add, threads, new Leases(store, clock, Leases.USUAL));
        housekeeping = new Housekeeping(store, services, phases, clock);
        JobRemoval removal = new JobRemoval(store, phases);
        scheduler = new Scheduler(store, supervisor, removal, clock);
        replication = new JobCatalog(
                store, services, new JobCatalog.Workshop(supervisor, removal, new NoCatalog()), clock, live);
    }

    /** A daemon that nobody kills. */
    public static Daemon immortal(World world) {
        return new Daemon(world, new Life(world, Life.NEVER));
    }

    public Replication replication() {
        return replication;
    }

    /** The job of the world's VM, made when there is none. */
    public Job job() {
        return world.database.jobs().stream()
                .findFirst()
                .orElseGet(() -> replication.create(new JobSpec("web01", "", false, 0)));
    }

    /** A run from its start to its end. */
    public Run run() {
        String id = replication.start(job().id()).id();
        return replication.run(id).orElseThrow();
    }

    /** A run that shuts the guest down first. */
    public Run cutOver(boolean powerOff) {
        CutOver how = new CutOver(Duration.ofMinutes(5), powerOff, "the last one");
        String id = replication.cutOver(job().id(), how).id();
        return replication.run(id).orElseThrow();
    }

    /** What the daemon does when it starts. */
    public void begin() {
        supervisor.begin();
        housekeeping.sweep();
    }

    public boolean sweep() {
        return housekeeping.sweep();
    }

    /** What this daemon's runs hold. */
    public List<Holding> holdings() {
        return new RunHoldings(world.database).holdings();
    }

    /** What the daemon does each minute, some time later. */
    public void tickAfter(Duration time) {
        now = now.plus(time);
        housekeeping.tick();
    }

    /** Some time later, the scheduler and the supervisor look. */
    public void scheduleAfter(Duration time) {
        now = now.plus(time);
        scheduler.tick();
        supervisor.takeUp();
    }

    /** The scheduler looks at a job that a person has just changed. */
    public void lookAt(String jobId) {
        scheduler.look(jobId);
    }

    public Instant now() {
        return now;
    }

    /** Shows the time that the daemon was told. */
    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody needs another zone");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    public void takeUp() {
        supervisor.takeUp();
    }

    /** Some time later, the daemon says again which runs are in its hand. */
    public void keepAfter(Duration time) {
        now = now.plus(time);
        supervisor.keep();
    }

    /** Some time later, the daemon looks whether its runs may be another's by now. */
    public void watchAfter(Duration time) {
        now = now.plus(time);
        supervisor.watch();
    }

    /** Why a run can't be written right now, as this daemon says. */
    public Optional<String> whyUnwritten(String runId) {
        return live.whyUnwritten(runId);
    }

    public void stop() {
        supervisor.stop();
    }

    public List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    public List<Life.Step> steps() {
        return life.steps();
    }
}
