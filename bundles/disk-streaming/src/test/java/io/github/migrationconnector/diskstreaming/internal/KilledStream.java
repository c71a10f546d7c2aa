package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferLimits;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import io.github.migrationconnector.diskfiles.internal.source.RawFileSource;
import io.github.migrationconnector.diskfiles.internal.target.DirectoryTarget;
import io.github.migrationconnector.diskstreaming.internal.journal.Journals;
import io.github.migrationconnector.diskstreaming.internal.pipeline.BlockPool;
import io.github.migrationconnector.diskstreaming.internal.pipeline.HashWorkers;
import io.github.migrationconnector.diskstreaming.internal.pipeline.Shared;
import io.github.migrationconnector.diskstreaming.internal.retry.RetryPolicy;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The process that {@link KillTest} kills: streams {@code disk.img} into {@code store}, and logs each put before and after. */
final class KilledStream {
    private KilledStream() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        HashWorkers workers = new HashWorkers(2);
        try (FileOutputStream log =
                new FileOutputStream(folder.resolve("puts.log").toFile(), true)) {
            ServicesByScheme<DiskSource> sources = new ServicesByScheme<>("source", DiskSource.SCHEME);
            sources.add(new RawFileSource(), Map.of(DiskSource.SCHEME, "raw"));
            ServicesByScheme<SnapshotTarget> targets = new ServicesByScheme<>("target", SnapshotTarget.SCHEME);
            DirectoryTarget directory = new DirectoryTarget();
            targets.add(location -> new Logged(directory.at(location), log), Map.of(SnapshotTarget.SCHEME, "dir"));
            TransferService service = new TransferService(new Context(
                    new Endpoints(sources, targets, Duration.ofSeconds(1)),
                    new Journals(folder.resolve("home/journal")),
                    new Shared(new BlockPool(16 << 20), workers, timer),
                    new Context.TimeLimits(RetryPolicy.standard(() -> 0.5), Duration.ofMinutes(1), Clock.systemUTC())));
            service.run(
                    new TransferRequest(
                            "killed",
                            new SourceAddress("raw", folder.resolve("disk.img").toString()),
                            new TargetAddress("dir", folder.resolve("store").toString()),
                            new ReadScope.WholeDisk(),
                            new Parent.Nothing(),
                            new TransferRequest.Labels("", Map.of(), new Encryption.None()),
                            new TransferLimits(3, 0)),
                    progress -> {});
        } finally {
            timer.shutdownNow();
            workers.close();
        }
    }

    private record Logged(SnapshotTarget.Snapshots kept, FileOutputStream log) implements SnapshotTarget.Snapshots {
        @Override
        public SnapshotWriter start(SnapshotSpec spec) {
            return new LoggedWriter(kept.start(spec), log);
        }

        @Override
        public SnapshotWriter reopen(OpenSnapshot snapshot) {
            return new LoggedWriter(kept.reopen(snapshot), log);
        }

        @Override
        public Optional<SnapshotState> state(String snapshotId) {
            return kept.state(snapshotId);
        }

        @Override
        public SnapshotReader read(String snapshotId) {
            return kept.read(snapshotId);
        }

        @Override
        public void delete(String snapshotId) {
            kept.delete(snapshotId);
        }
    }

    private record LoggedWriter(SnapshotWriter writer, FileOutputStream log) implements SnapshotWriter {
        @Override
        public OpenSnapshot snapshot() {
            return writer.snapshot();
        }

        @Override
        public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
            write("S " + index + "\n");
            CompletableFuture<Void> answer = new CompletableFuture<>();
            writer.put(index, block, digest).whenCompleteAsync((done, failure) -> {
                if (failure == null) {
                    // who waits for the answer is told first, so that what is logged has reached the connector: also
                    // when the
                    // answer comes before anybody has begun to wait
                    while (answer.getNumberOfDependents() == 0) {
                        Thread.onSpinWait();
                    }
                    answer.complete(null);
                    write("A " + index + "\n");
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return answer;
        }

        private void write(String line) {
            synchronized (log) {
                try {
                    log.write(line.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void complete(int blocksPut, BlockDigest checksum) {
            writer.complete(blocksPut, checksum);
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
