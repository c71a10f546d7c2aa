package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.metrics.Metrics;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPool;
import io.github.migrationconnector.diskstreaming.internal.pipeline.HashWorkers;
import io.github.migrationconnector.diskstreaming.internal.pipeline.PipelineProbe;
import io.github.migrationconnector.diskstreaming.internal.pipeline.Shared;
import io.github.migrationconnector.diskstreaming.internal.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Streaming as a service: owns the threads, the memory and the journals of the home. */
@Component(
        service = {Transfers.class, HealthProbe.class},
        configurationPid = TransferComponent.PID)
@Designate(ocd = TransferComponent.Config.class)
public final class TransferComponent implements Transfers, HealthProbe {
    static final String PID = "connector.streaming";

    /** Framework property: the directory that this process keeps its state in. */
    private static final String HOME = "connector.home";

    private final ServicesByScheme<DiskSource> sources = new ServicesByScheme<>("source", DiskSource.SCHEME);
    private final ServicesByScheme<SnapshotTarget> targets = new ServicesByScheme<>("target", SnapshotTarget.SCHEME);
    private Optional<Running> running = Optional.empty();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Metrics metrics;

    private record Running(TransferService service, HashWorkers workers, ScheduledExecutorService timer) {}

    /** Settings; the defaults fit a machine of two processors and 2 GiB. */
    @ObjectClassDefinition(name = "Streaming", description = "How disks are carried into snapshots")
    @interface Config {
        @AttributeDefinition(name = "Memory", description = "MiB for blocks under way, of all disks together")
        int memoryMebibytes() default 48;

        @AttributeDefinition(name = "Hash threads", description = "0: one a processor, at most 8")
        int hashThreads() default 0;

        @AttributeDefinition(name = "Missing service", description = "Seconds to wait for a source or target")
        int serviceWaitSeconds() default 15;

        @AttributeDefinition(name = "Completion", description = "Minutes a target may take to make a snapshot ready")
        int completionMinutes() default 360;
    }

    @Activate
    void activate(BundleContext bundle, Config config) {
        String home = bundle.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME + " is missing");
        }
        int processors = Math.min(8, Runtime.getRuntime().availableProcessors());
        HashWorkers workers = new HashWorkers(config.hashThreads() > 0 ? config.hashThreads() : processors);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "streaming-timer");
            thread.setDaemon(true);
            return thread;
        });
        Shared shared = new Shared(new BlockPool((long) config.memoryMebibytes() << 20), workers, timer);
        Context.TimeLimits limits = new Context.TimeLimits(
                RetryPolicy.standard(() -> ThreadLocalRandom.current().nextDouble()),
                Duration.ofMinutes(config.completionMinutes()),
                Clock.systemUTC());
        Endpoints endpoints = new Endpoints(sources, targets, Duration.ofSeconds(config.serviceWaitSeconds()));
        Journals journals = new Journals(Path.of(home, "journal"));
        TransferService service = new TransferService(
                new Context(endpoints, journals, shared, limits, () -> Optional.ofNullable(metrics)));
        running = Optional.of(new Running(service, workers, timer));
    }

    @Deactivate
    void deactivate() {
        running.ifPresent(parts -> {
            parts.service.quiesce();
            parts.timer.shutdownNow();
            parts.workers.close();
        });
    }

    @Override
    public void check() {
        Running parts = running.orElseThrow(() -> new IllegalStateException("streaming does not run"));
        new PipelineProbe(parts.workers, parts.timer).check();
    }

    private TransferService service() {
        return running.orElseThrow().service;
    }

    @Override
    public TransferResult run(TransferRequest request, ProgressListener listener) throws InterruptedException {
        return service().run(request, listener);
    }

    @Override
    public void discard(String transferId) {
        service().discard(transferId);
    }

    @Override
    public Verification verify(VerifyRequest request, ProgressListener listener) throws InterruptedException {
        return service().verify(request, listener);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSource(DiskSource source, Map<String, Object> properties) {
        sources.add(source, properties);
    }

    void removeSource(DiskSource source) {
        sources.remove(source);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addTarget(SnapshotTarget target, Map<String, Object> properties) {
        targets.add(target, properties);
    }

    void removeTarget(SnapshotTarget target) {
        targets.remove(target);
    }
}
