package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snapshots in a directory, by the rules of EBS. */
final class DirectorySnapshots implements SnapshotTarget.Snapshots {
    private final DirectoryStore store;

    DirectorySnapshots(Path root) {
        this.store = new DirectoryStore(root);
    }

    @Override
    public SnapshotWriter start(SnapshotSpec spec) {
        if (spec.lineage() instanceof Lineage.Full full && !(full.encryption() instanceof Encryption.None)) {
            throw StoreProblem.refused(
                    "A directory does not encrypt snapshots.", "Leave the encryption out, or encrypt the file system.");
        }
        String id = DirectoryStore.idOf(spec.clientToken());
        return store.exclusively(() -> {
            Optional<StoredSnapshot> known = store.find(id);
            if (known.isEmpty()) {
                checkParent(spec);
                store.sweep();
                store.create(id, spec);
            } else if (!known.get().spec().equals(spec)) {
                throw StoreProblem.refused("The token was used with other parameters.");
            } else if (known.get().condition() == StoredSnapshot.Condition.DELETED) {
                throw StoreProblem.refused("The snapshot of this token was deleted.");
            }
            return writer(id, spec);
        });
    }

    private void checkParent(SnapshotSpec spec) throws IOException {
        if (!(spec.lineage() instanceof Lineage.ChildOf child)) {
            return;
        }
        StoredSnapshot parent = completed(child.parentSnapshotId());
        if (parent.spec().volumeSizeGib() > spec.volumeSizeGib()) {
            throw StoreProblem.refused(
                    "The parent " + child.parentSnapshotId() + " is larger than the disk.",
                    "A disk that became smaller needs a snapshot without parent.");
        }
    }

    private StoredSnapshot completed(String snapshotId) throws IOException {
        return store.find(snapshotId)
                .filter(found -> found.condition() == StoredSnapshot.Condition.COMPLETED)
                .orElseThrow(() -> StoreProblem.refused(
                        "There is no completed snapshot " + snapshotId + " in " + store.root() + ".",
                        "Check the id; the store has a folder for each snapshot."));
    }

    private SnapshotWriter writer(String id, SnapshotSpec spec) {
        BlockImage image = BlockImage.openForWriting(store.image(id), store.slots(id));
        OpenSnapshot open = new OpenSnapshot(id, BlockImage.BLOCK_BYTES, false);
        return new FileSnapshotWriter(open, image, new Folder(id, spec));
    }

    @Override
    public SnapshotWriter reopen(OpenSnapshot snapshot) {
        return store.exclusively(() -> {
            StoredSnapshot found = store.find(snapshot.snapshotId())
                    .filter(known -> known.condition() != StoredSnapshot.Condition.DELETED)
                    .orElseThrow(() -> StoreProblem.refused("There is no snapshot " + snapshot.snapshotId() + "."));
            return writer(snapshot.snapshotId(), found.spec());
        });
    }

    @Override
    public Optional<SnapshotState> state(String snapshotId) {
        try {
            return store.find(snapshotId).flatMap(DirectorySnapshots::stateOf);
        } catch (IOException e) {
            throw StoreProblem.io(store.folder(snapshotId), e);
        }
    }

    private static Optional<SnapshotState> stateOf(StoredSnapshot snapshot) {
        return switch (snapshot.condition()) {
            case PENDING -> Optional.of(SnapshotState.PENDING);
            case COMPLETED -> Optional.of(SnapshotState.COMPLETED);
            case DELETED -> Optional.empty();
        };
    }

    @Override
    public SnapshotReader read(String snapshotId) {
        return store.exclusively(() -> {
            StoredSnapshot top = completed(snapshotId);
            List<String> chain = new ArrayList<>(List.of(snapshotId));
            StoredSnapshot at = top;
            while (at.spec().lineage() instanceof Lineage.ChildOf child) {
                String parentId = child.parentSnapshotId();
                at = store.find(parentId)
                        .orElseThrow(() ->
                                StoreProblem.damaged(store.root(), "snapshot " + parentId + ", a parent, is missing"));
                chain.add(parentId);
            }
            return new DirectorySnapshotReader(store, chain, top.spec().volumeSizeGib() << 30);
        });
    }

    @Override
    public void delete(String snapshotId) {
        store.exclusively(() -> {
            Optional<StoredSnapshot> found = store.find(snapshotId);
            if (found.isPresent()) {
                store.update(snapshotId, found.get().in(StoredSnapshot.Condition.DELETED));
                store.sweep();
            }
            return found;
        });
    }

    /** The folder of one snapshot that is written. */
    private final class Folder implements FileSnapshotWriter.Owner {
        private final String id;
        private final SnapshotSpec spec;
        // asked for each block; another process that deletes or completes is seen at completion
        private volatile boolean completed;

        Folder(String id, SnapshotSpec spec) {
            this.id = id;
            this.spec = spec;
            this.completed = DirectorySnapshots.this.state(id).equals(Optional.of(SnapshotState.COMPLETED));
        }

        @Override
        public Path path() {
            return store.folder(id);
        }

        @Override
        public long volumeSizeBytes() {
            return spec.volumeSizeGib() << 30;
        }

        @Override
        public Optional<SnapshotState> state() {
            return Optional.of(completed ? SnapshotState.COMPLETED : SnapshotState.PENDING);
        }

        @Override
        public void completed() {
            store.exclusively(() -> {
                StoredSnapshot found = store.find(id)
                        .filter(known -> known.condition() == StoredSnapshot.Condition.PENDING)
                        .orElseThrow(() -> StoreProblem.refused("Snapshot " + id + " was deleted meanwhile."));
                store.update(id, found.in(StoredSnapshot.Condition.COMPLETED));
                completed = true;
                return found;
            });
        }
    }
}
