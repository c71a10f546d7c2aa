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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one snapshot of a disk image; its id is the file's path. While it is written it lies beside it as {@code
 * NAME.part}, with its slots and its spec.
 */
final class ImageSnapshots implements SnapshotTarget.Snapshots {
    private final Path file;
    private final Path part;
    private final Path slots;
    private final Path properties;
    private final ImageForm form;

    ImageSnapshots(Path file, ImageForm form) {
        this.file = file;
        this.form = form;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.slots = file.resolveSibling(file.getFileName() + ".part.slots");
        this.properties = file.resolveSibling(file.getFileName() + ".part.properties");
    }

    @Override
    public synchronized SnapshotWriter start(SnapshotSpec spec) {
        if (!(spec.lineage() instanceof Lineage.Full full) || !(full.encryption() instanceof Encryption.None)) {
            throw StoreProblem.refused(
                    "A disk image has neither a parent nor an encryption.", "Copy to dir:PATH or ebs: instead.");
        }
        try {
            if (Files.exists(file) && !Files.exists(part)) {
                throw StoreProblem.refused("The file " + file + " exists.", "Remove it, or choose another name.");
            }
            if (!Files.exists(part)) {
                // left by a process that ended between the last two steps of an earlier copy
                Files.deleteIfExists(slots);
                Files.deleteIfExists(properties);
            }
            if (Files.exists(properties)) {
                checkSame(spec);
            } else {
                new AtomicFile(properties)
                        .write(new StoredSnapshot(spec, StoredSnapshot.Condition.PENDING).toProperties());
            }
            SnapshotWriter writer = writer(spec);
            AtomicFile.forceDirectory(file.getParent());
            return writer;
        } catch (IOException e) {
            throw StoreProblem.io(file, e);
        }
    }

    private void checkSame(SnapshotSpec spec) throws IOException {
        if (!stored().spec().equals(spec)) {
            throw StoreProblem.refused(
                    "Another copy to " + file + " was begun.",
                    "Let that one go on, or remove " + part + "* to forget it.");
        }
    }

    private StoredSnapshot stored() throws IOException {
        try {
            return StoredSnapshot.fromProperties(new AtomicFile(properties).read());
        } catch (IllegalArgumentException e) {
            throw StoreProblem.damaged(properties, "it holds " + e.getMessage());
        }
    }

    private SnapshotWriter writer(SnapshotSpec spec) {
        return new FileSnapshotWriter(open(), BlockImage.openForWriting(part, slots), new Part(spec));
    }

    private OpenSnapshot open() {
        return new OpenSnapshot(file.toString(), BlockImage.BLOCK_BYTES, false);
    }

    @Override
    public synchronized SnapshotWriter reopen(OpenSnapshot snapshot) {
        if (!snapshot.snapshotId().equals(file.toString()) || !Files.exists(part)) {
            throw StoreProblem.refused("No copy to " + file + " was begun.");
        }
        try {
            return writer(stored().spec());
        } catch (IOException e) {
            throw StoreProblem.io(properties, e);
        }
    }

    @Override
    public Optional<SnapshotState> state(String snapshotId) {
        if (!snapshotId.equals(file.toString())) {
            return Optional.empty();
        }
        if (Files.exists(part)) {
            return Optional.of(SnapshotState.PENDING);
        }
        return Files.exists(file) ? Optional.of(SnapshotState.COMPLETED) : Optional.empty();
    }

    @Override
    public SnapshotReader read(String snapshotId) {
        if (!state(snapshotId).equals(Optional.of(SnapshotState.COMPLETED))) {
            throw StoreProblem.refused("There is no complete image " + snapshotId + ".");
        }
        return form.read(open(), file);
    }

    @Override
    public synchronized void delete(String snapshotId) {
        if (!snapshotId.equals(file.toString())) {
            return;
        }
        try {
            // the part first: what is left of a broken delete is no image that looks whole
            Files.deleteIfExists(part);
            Files.deleteIfExists(slots);
            Files.deleteIfExists(properties);
            form.discard(file);
            Files.deleteIfExists(file);
            AtomicFile.forceDirectory(file.getParent());
        } catch (IOException e) {
            throw StoreProblem.io(file, e);
        }
    }

    /** The image while it is written. */
    private final class Part implements FileSnapshotWriter.Owner {
        private final SnapshotSpec spec;

        Part(SnapshotSpec spec) {
            this.spec = spec;
        }

        @Override
        public Path path() {
            return file;
        }

        @Override
        public long volumeSizeBytes() {
            return spec.volumeSizeGib() << 30;
        }

        @Override
        public Optional<SnapshotState> state() {
            return ImageSnapshots.this.state(file.toString());
        }

        @Override
        public void completed() throws IOException {
            form.complete(new ImageForm.Parts(part, slots), file, spec.capacityBytes());
            AtomicFile.forceDirectory(file.getParent());
            Files.deleteIfExists(slots);
            Files.deleteIfExists(properties);
        }
    }
}
