package io.github.migrationconnector.api.target;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Snapshots in memory, as strict as EBS: digests, counts, checksums, tokens and states are checked, a snapshot is ready
 * some time after it was completed, and absent blocks of encrypted snapshots read as noise.
 */
public final class InMemorySnapshots implements SnapshotTarget.Snapshots {
    private final int blockSizeBytes;
    // all zero blocks are this one, so that an encrypted GiB fits into a test's memory
    private final byte[] zeros;
    private final BlockDigest zeroDigest;
    private final boolean encryptedByDefault;
    private final Map<String, StoredSnapshot> byId = new HashMap<>();
    private final Map<String, StoredSnapshot> byToken = new HashMap<>();

    public InMemorySnapshots(int blockSizeBytes) {
        this(blockSizeBytes, false);
    }

    /** @param encryptedByDefault as an account's setting: snapshots without a wish are encrypted too */
    public InMemorySnapshots(int blockSizeBytes, boolean encryptedByDefault) {
        this.blockSizeBytes = blockSizeBytes;
        this.zeros = new byte[blockSizeBytes];
        this.zeroDigest = TestBlocks.digest(zeros);
        this.encryptedByDefault = encryptedByDefault;
    }

    @Override
    public synchronized SnapshotWriter start(SnapshotSpec spec) {
        StoredSnapshot known = byToken.get(spec.clientToken());
        if (known != null) {
            if (!known.spec.equals(spec)) {
                throw refused("The token was used with other parameters.");
            }
            return new Writer(known);
        }
        Optional<StoredSnapshot> parent = parentOf(spec);
        boolean encrypted =
                parent.map(snapshot -> snapshot.open.encrypted()).orElseGet(() -> isEncrypted(spec.lineage()));
        OpenSnapshot open = new OpenSnapshot("snap-" + (byToken.size() + 1), blockSizeBytes, encrypted);
        StoredSnapshot snapshot = new StoredSnapshot(open, spec);
        parent.ifPresent(from -> snapshot.inherited.putAll(from.content()));
        byId.put(open.snapshotId(), snapshot);
        byToken.put(spec.clientToken(), snapshot);
        return new Writer(snapshot);
    }

    private Optional<StoredSnapshot> parentOf(SnapshotSpec spec) {
        if (!(spec.lineage() instanceof Lineage.ChildOf child)) {
            return Optional.empty();
        }
        StoredSnapshot parent = byId.get(child.parentSnapshotId());
        if (parent == null || parent.observe() != SnapshotState.COMPLETED) {
            throw refused("The parent is not a completed snapshot.");
        }
        if (parent.spec.volumeSizeGib() > spec.volumeSizeGib()) {
            throw refused("The parent is larger.");
        }
        return Optional.of(parent);
    }

    private boolean isEncrypted(Lineage lineage) {
        return encryptedByDefault
                || lineage instanceof Lineage.Full full && !(full.encryption() instanceof Encryption.None);
    }

    @Override
    public synchronized SnapshotWriter reopen(OpenSnapshot snapshot) {
        return new Writer(known(snapshot.snapshotId()));
    }

    @Override
    public synchronized Optional<SnapshotState> state(String snapshotId) {
        return Optional.ofNullable(byId.get(snapshotId)).map(StoredSnapshot::observe);
    }

    @Override
    public synchronized SnapshotReader read(String snapshotId) {
        StoredSnapshot snapshot = known(snapshotId);
        if (snapshot.observe() != SnapshotState.COMPLETED) {
            throw refused("The snapshot is not completed.");
        }
        return new Reader(snapshot);
    }

    @Override
    public synchronized void delete(String snapshotId) {
        byId.remove(snapshotId);
    }

    /** The ids of all snapshots that were not deleted. */
    public synchronized List<String> ids() {
        return byId.keySet().stream().sorted().toList();
    }

    /** How many blocks were put into a snapshot, itself alone. */
    public synchronized int blocksPut(String snapshotId) {
        return known(snapshotId).own.size();
    }

    /** A snapshot's spec. */
    public synchronized SnapshotSpec spec(String snapshotId) {
        return known(snapshotId).spec;
    }

    /** Loses a snapshot, as a time-out at the target does. */
    public synchronized void lose(String snapshotId) {
        known(snapshotId).state = SnapshotState.ERROR;
    }

    /** Flips a byte of a block behind everybody's back. */
    public synchronized void corrupt(String snapshotId, int index) {
        StoredSnapshot snapshot = known(snapshotId);
        byte[] block =
                snapshot.content().getOrDefault(index, new byte[blockSizeBytes]).clone();
        block[blockSizeBytes / 2] ^= 1;
        snapshot.own.put(index, block);
    }

    /** What a volume made from a snapshot reads: absent blocks as zeros, or as noise when it is encrypted. */
    public synchronized byte[] volume(String snapshotId, int lengthBytes) {
        StoredSnapshot snapshot = known(snapshotId);
        SortedMap<Integer, byte[]> content = snapshot.content();
        byte[] volume = new byte[lengthBytes];
        for (int index = 0; (long) index * blockSizeBytes < lengthBytes; index++) {
            byte[] absent = snapshot.open.encrypted()
                    ? TestBlocks.random(0x5EED + index, blockSizeBytes)
                    : new byte[blockSizeBytes];
            int offset = index * blockSizeBytes;
            System.arraycopy(
                    content.getOrDefault(index, absent),
                    0,
                    volume,
                    offset,
                    Math.min(blockSizeBytes, lengthBytes - offset));
        }
        return volume;
    }

    private StoredSnapshot known(String snapshotId) {
        StoredSnapshot snapshot = byId.get(snapshotId);
        if (snapshot == null) {
            throw refused("There is no such snapshot.");
        }
        return snapshot;
    }

    private BlockDigest digest(byte[] content) {
        return content == zeros ? zeroDigest : TestBlocks.digest(content);
    }

    private static ConnectorException refused(String message) {
        return Problem.fatal("TARGET_REFUSED", message, "").asException();
    }

    private static final class StoredSnapshot {
        private final OpenSnapshot open;
        private final SnapshotSpec spec;
        private final SortedMap<Integer, byte[]> inherited = new TreeMap<>();
        private final SortedMap<Integer, byte[]> own = new TreeMap<>();
        private SnapshotState state = SnapshotState.PENDING;
        private boolean closed;
        private int looks;

        StoredSnapshot(OpenSnapshot open, SnapshotSpec spec) {
            this.open = open;
            this.spec = spec;
        }

        SortedMap<Integer, byte[]> content() {
            SortedMap<Integer, byte[]> content = new TreeMap<>(inherited);
            content.putAll(own);
            return content;
        }

        /** Completed comes late: at the third look after complete. */
        SnapshotState observe() {
            if (state == SnapshotState.PENDING && closed && ++looks > 2) {
                state = SnapshotState.COMPLETED;
            }
            return state;
        }
    }

    private final class Writer implements SnapshotWriter {
        private final StoredSnapshot snapshot;
        private volatile boolean letGo;

        Writer(StoredSnapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public OpenSnapshot snapshot() {
            return snapshot.open;
        }

        @Override
        public CompletableFuture<Void> put(int index, ByteBuffer block, BlockDigest digest) {
            if (block.remaining() != blockSizeBytes) {
                throw new IllegalArgumentException("a block of " + block.remaining() + " bytes");
            }
            byte[] received = new byte[blockSizeBytes];
            block.get(received);
            byte[] content = Arrays.equals(received, zeros) ? zeros : received;
            synchronized (InMemorySnapshots.this) {
                boolean behind = index >= (snapshot.spec.volumeSizeGib() << 30) / blockSizeBytes;
                boolean gone = byId.get(snapshot.open.snapshotId()) != snapshot;
                boolean open = snapshot.state == SnapshotState.PENDING && !snapshot.closed;
                if (letGo || behind || gone || !open || !digest(content).equals(digest)) {
                    return CompletableFuture.failedFuture(refused("Block " + index + " is not wanted."));
                }
                snapshot.own.put(index, content);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void complete(int blocksPut, BlockDigest checksum) {
            synchronized (InMemorySnapshots.this) {
                List<BlockDigest> digests = snapshot.own.values().stream()
                        .map(InMemorySnapshots.this::digest)
                        .toList();
                known(snapshot.open.snapshotId());
                if (snapshot.state == SnapshotState.ERROR
                        || digests.size() != blocksPut
                        || !TestBlocks.linear(digests).equals(checksum)) {
                    throw refused("Count or checksum differ.");
                }
                snapshot.closed = true;
            }
        }

        @Override
        public void close() {
            letGo = true;
        }
    }

    private record Reader(StoredSnapshot stored) implements SnapshotReader {
        @Override
        public OpenSnapshot snapshot() {
            return stored.open;
        }

        @Override
        public long volumeSizeBytes() {
            return stored.spec.volumeSizeGib() << 30;
        }

        @Override
        public Iterator<PresentBlock> blocks() {
            return stored.content().keySet().stream()
                    .map(index -> new PresentBlock(index, "token " + index))
                    .iterator();
        }

        @Override
        public CompletableFuture<BlockDigest> read(PresentBlock block, ByteBuffer destination) {
            byte[] content = stored.content().get(block.index());
            destination.put(content);
            return CompletableFuture.completedFuture(TestBlocks.digest(content));
        }

        @Override
        public void close() {}
    }
}
