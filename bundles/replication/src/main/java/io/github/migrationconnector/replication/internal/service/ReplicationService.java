package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.CatalogStatus;
import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.Server;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.replication.internal.catalog.ServerCatalog;
import io.github.migrationconnector.replication.internal.catalog.ServerCatalog.Estate;
import io.github.migrationconnector.replication.internal.catalog.SqlServerStore;
import io.github.migrationconnector.replication.internal.change.ChangeLog;
import io.github.migrationconnector.replication.internal.change.TellingRunStore;
import io.github.migrationconnector.replication.internal.domain.Holder;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import io.github.migrationconnector.replication.internal.phase.LiveProgress;
import io.github.migrationconnector.replication.internal.phase.Phases;
import io.github.migrationconnector.replication.internal.phase.Services;
import io.github.migrationconnector.replication.internal.store.SqlRunStore;
import io.github.migrationconnector.replication.internal.supervisor.Housekeeping;
import io.github.migrationconnector.replication.internal.supervisor.JobCatalog;
import io.github.migrationconnector.replication.internal.supervisor.JobRemoval;
import io.github.migrationconnector.replication.internal.supervisor.Leases;
import io.github.migrationconnector.replication.internal.supervisor.RunHoldings;
import io.github.migrationconnector.replication.internal.supervisor.RunSupervisor;
import io.github.migrationconnector.replication.internal.supervisor.Scheduler;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replication as a service: takes up at its start what a daemon before it left. */
@Component(
        immediate = true,
        service = {Replication.class, Catalog.class, Changes.class, Holdings.class, HealthProbe.class})
@Designate(ocd = ReplicationService.Config.class)
public final class ReplicationService implements Replication, Catalog, Changes, Holdings, HealthProbe {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationService.class);
    private static final int LEAST_LEASE_SECONDS = 6;
    private static final int MOST_LEASE_SECONDS = 3600;

    private final ReplicationThreads threads;
    private final RunStore leases;
    private final Scheduler scheduler;
    private final Executor beginner;
    private final RunSupervisor supervisor;
    private final Replication catalog;
    private final ServerCatalog servers;
    private final ChangeLog changes;
    private final Holdings holdings;
    private final HealthProbe probe;

    /** Settings of replication. */
    @ObjectClassDefinition(name = "Replication")
    public @interface Config {
        @AttributeDefinition(description = "How many runs work at once; others wait. 1 to 50.")
        int concurrentRuns() default 50;

        @AttributeDefinition(
                description = "How long, in seconds, a run is left to a connector that says nothing any more, before"
                        + " another one on the same database takes it over. 6 to 3600; read at the start.")
        int leaseSeconds() default 90;
    }

    /** Takes up every run that has not ended. */
    @Activate
    public ReplicationService(
            @Reference Database database,
            @Reference Services services,
            @Reference Estate estate,
            BundleContext context,
            Config config) {
        Clock clock = Clock.systemUTC();
        Holder me = Holder.newLife(new HomeName(context).read());
        LiveProgress live = new LiveProgress();
        changes = new ChangeLog(clock);
        RunStore store = new TellingRunStore(new SqlRunStore(database, me), changes);
        holdings = new RunHoldings(store);
        Phases phases = new Phases(store, services, clock, live);
        threads = new ReplicationThreads(config.concurrentRuns());
        leases = store;
        probe = new ReplicationProbe(store, threads);
        Leases terms = new Leases(store, clock, lease(config));
        supervisor = new RunSupervisor(store, phases, threads, threads, terms);
        JobRemoval removal = new JobRemoval(store, phases);
        scheduler = new Scheduler(store, supervisor, removal, clock);
        servers = new ServerCatalog(
                new ServerCatalog.Stores(new SqlServerStore(database), store, changes), estate, clock, threads);
        catalog = new JobCatalog(store, services, new JobCatalog.Workshop(supervisor, removal, servers), clock, live);
        Housekeeping housekeeping = new Housekeeping(store, services, phases, clock);
        supervisor.begin();
        threads.everyMinute("replication-supervisor", supervisor::takeUp);
        threads.every(terms.every(), "replication-leases", supervisor::keep);
        threads.every(terms.every(), "replication-lease-watch", supervisor::watch);
        beginner = threads.everyMinute("replication-scheduler", scheduler::tick);
        threads.everyMinute("replication-catalog", servers::takeUp);
        threads.everyMinute("replication-housekeeper", housekeeping::tick);
    }

    @Modified
    void modified(Config config) {
        threads.resize(config.concurrentRuns());
    }

    /** Lets go of every run where it is: the next activation takes them up. */
    @Deactivate
    void deactivate() {
        supervisor.stop();
        threads.closeAnd(this::letGo);
    }

    private void letGo() {
        try {
            leases.letGo();
        } catch (ConnectorException e) {
            LOG.info("what is in hand is let go when its time is over: {}", e.getMessage());
        }
    }

    private static Duration lease(Config config) {
        return Duration.ofSeconds(Math.max(LEAST_LEASE_SECONDS, Math.min(MOST_LEASE_SECONDS, config.leaseSeconds())));
    }

    /** A person who makes a job due waits for it: the scheduler's next look may be a minute away. */
    private Job beginning(Job job) {
        beginner.execute(() -> scheduler.look(job.id()));
        return job;
    }

    @Override
    public void check() {
        probe.check();
    }

    @Override
    public CatalogStatus status() {
        return servers.status();
    }

    @Override
    public void importServers() {
        servers.importServers();
    }

    @Override
    public List<Server> servers() {
        return servers.servers();
    }

    @Override
    public Optional<Server> server(String serverId) {
        return servers.server(serverId);
    }

    @Override
    public void delete() {
        servers.delete();
    }

    @Override
    public List<Holding> holdings() {
        return holdings.holdings();
    }

    @Override
    public long latest() {
        return changes.latest();
    }

    @Override
    public List<Change> after(long number, Duration wait) throws InterruptedException {
        return changes.after(number, wait);
    }

    @Override
    public boolean forgotten(long number) {
        return changes.forgotten(number);
    }

    @Override
    public Job create(JobSpec spec) {
        return beginning(catalog.create(spec));
    }

    @Override
    public List<Job> jobs() {
        return catalog.jobs();
    }

    @Override
    public Optional<Job> job(String jobId) {
        return catalog.job(jobId);
    }

    @Override
    public void delete(String jobId) {
        catalog.delete(jobId);
    }

    @Override
    public Job update(String jobId, JobSpec spec, long revision) {
        return beginning(catalog.update(jobId, spec, revision));
    }

    @Override
    public Job pause(String jobId) {
        return catalog.pause(jobId);
    }

    @Override
    public Job resume(String jobId) {
        return beginning(catalog.resume(jobId));
    }

    @Override
    public Run start(String jobId, String description) {
        return catalog.start(jobId, description);
    }

    @Override
    public Run cutOver(String jobId, CutOver how) {
        return catalog.cutOver(jobId, how);
    }

    @Override
    public void powerOn(String jobId) {
        catalog.powerOn(jobId);
    }

    @Override
    public void lookAgain(String runId) {
        catalog.lookAgain(runId);
    }

    @Override
    public List<Run> runs(String jobId) {
        return catalog.runs(jobId);
    }

    @Override
    public List<Run> active() {
        return catalog.active();
    }

    @Override
    public Optional<Run> run(String runId) {
        return catalog.run(runId);
    }

    @Override
    public void cancel(String runId) {
        catalog.cancel(runId);
    }
}
