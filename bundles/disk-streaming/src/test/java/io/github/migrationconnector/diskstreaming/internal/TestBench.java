package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.InMemoryDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferLimits;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPool;
import io.github.migrationconnector.diskstreaming.internal.pipeline.HashWorkers;
import io.github.migrationconnector.diskstreaming.internal.pipeline.Shared;
import io.github.migrationconnector.diskstreaming.internal.retry.RetryPolicy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** A streaming service with disks and snapshots in memory, and journals in a temporary home. */
final class TestBench implements AutoCloseable {
    static final int BLOCK = 16 * 1024;

    final InMemorySnapshots kept;
    final WatchedSnapshots watched;
    final Path home;
    final Map<String, Supplier<DiskReader>> disks = new HashMap<>();
    private final HashWorkers workers = new HashWorkers(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private TransferService service;

    TestBench(Path home) {
        this(home, new InMemorySnapshots(BLOCK));
    }

    TestBench(Path home, InMemorySnapshots kept) {
        this.home = home;
        this.kept = kept;
        this.watched = new WatchedSnapshots(kept);
        this.service = newService();
    }

    private TransferService newService() {
        ServicesByScheme<DiskSource> sources = new ServicesByScheme<>("source", DiskSource.SCHEME);
        sources.add(address -> disks.get(address.location()).get(), Map.of(DiskSource.SCHEME, "memory"));
        ServicesByScheme<SnapshotTarget> targets = new ServicesByScheme<>("target", SnapshotTarget.SCHEME);
        targets.add(location -> watched, Map.of(SnapshotTarget.SCHEME, "memory"));
        RetryPolicy retry =
                new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofMillis(2), () -> 0.5);
        return new TransferService(new Context(
                new Endpoints(sources, targets, Duration.ofMillis(50)),
                new Journals(home.resolve("journal")),
                new Shared(new BlockPool(1 << 20), workers, timer),
                new Context.TimeLimits(retry, Duration.ofSeconds(20), Clock.systemUTC())));
    }

    TransferService service() {
        return service;
    }

    /** A new service on the same home, as after a restart. */
    void restart() {
        service.quiesce();
        service = newService();
    }

    void disk(String name, String version, byte[] content) {
        disks.put(name, () -> new InMemoryDisk(version, content));
    }

    static TransferRequest full(String id, String disk) {
        return request(id, disk, new ReadScope.WholeDisk(), new Parent.Nothing());
    }

    static TransferRequest request(String id, String disk, ReadScope scope, Parent parent) {
        return new TransferRequest(
                id,
                new SourceAddress("memory", disk),
                new TargetAddress("memory", ""),
                scope,
                parent,
                new TransferRequest.Labels("a test", Map.of("job", "j"), new Encryption.None()),
                new TransferLimits(4, 0));
    }

    TransferResult run(TransferRequest request) throws InterruptedException {
        return service.run(request, progress -> {});
    }

    static Parent parent(TransferResult result, String transferId) {
        return new Parent.Snapshot(result.progress().snapshotId(), transferId);
    }

    byte[] volume(TransferResult result, int length) {
        return kept.volume(result.progress().snapshotId(), length);
    }

    @Override
    public void close() {
        service.quiesce();
        timer.shutdownNow();
        workers.close();
    }
}
