package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** {@code null:}: forgets every block at once and checks nothing, to measure how fast a source can be read. */
@Component(property = SnapshotTarget.SCHEME + "=null")
public final class NullTarget implements SnapshotTarget {
    private final Snapshots snapshots = new Forgetful();

    @Override
    public Snapshots at(String location) {
        return snapshots;
    }

    private static final class Forgetful implements Snapshots {
        private final Map<String, SnapshotState> states = new ConcurrentHashMap<>();

        @Override
        public SnapshotWriter start(SnapshotSpec spec) {
            String id = "null-" + DirectoryStore.idOf(spec.clientToken());
            states.putIfAbsent(id, SnapshotState.PENDING);
            return reopen(new OpenSnapshot(id, BlockImage.BLOCK_BYTES, false));
        }

        @Override
        public SnapshotWriter reopen(OpenSnapshot snapshot) {
            return new SnapshotWriter() {
                @Override
                public OpenSnapshot snapshot() {
                    return snapshot;
                }

                @Override
                public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
                    return CompletableFuture.completedFuture(null);
                }

                @Override
                public void complete(int blocksPut, BlockDigest checksum) {
                    states.put(snapshot.snapshotId(), SnapshotState.COMPLETED);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Optional<SnapshotState> state(String snapshotId) {
            return Optional.ofNullable(states.get(snapshotId));
        }

        @Override
        public SnapshotReader read(String snapshotId) {
            throw StoreProblem.refused("The target 'null:' keeps nothing to be read.", "Verify with another target.");
        }

        @Override
        public void delete(String snapshotId) {
            states.remove(snapshotId);
        }
    }
}
