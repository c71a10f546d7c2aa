package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folders of a directory of snapshots: one a snapshot, named by its id (docs/formats.md). */
final class DirectoryStore {
    private static final String PROPERTIES = "snapshot.properties";
    private static final String LOCK = "lock";
    private static final int ID_HEX_DIGITS = 17;

    private final Path root;

    DirectoryStore(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The id that a token leads to: the same one each time, which is what makes a start idempotent. */
    static String idOf(String clientToken) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(clientToken.getBytes(StandardCharsets.UTF_8));
            return "snap-" + HexFormat.of().formatHex(hash).substring(0, ID_HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Path folder(String snapshotId) {
        return root.resolve(snapshotId);
    }

    Path image(String snapshotId) {
        return folder(snapshotId).resolve("blocks");
    }

    Path slots(String snapshotId) {
        return folder(snapshotId).resolve("slots");
    }

    /** What is known of a snapshot, deleted ones that are still needed included. */
    Optional<StoredSnapshot> find(String snapshotId) throws IOException {
        Path file = folder(snapshotId).resolve(PROPERTIES);
        if (!snapshotId.matches("snap-[0-9a-f]{17}") || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(StoredSnapshot.fromProperties(new AtomicFile(file).read()));
        } catch (IllegalArgumentException e) {
            throw StoreProblem.damaged(file, "it holds " + e.getMessage());
        }
    }

    /** Makes a folder for a new snapshot: whole, or not at all. */
    void create(String snapshotId, SnapshotSpec spec) throws IOException {
        Path draft = Files.createTempDirectory(root, ".draft-");
        Files.createFile(draft.resolve("blocks"));
        Files.createFile(draft.resolve("slots"));
        new AtomicFile(draft.resolve(PROPERTIES))
                .write(new StoredSnapshot(spec, StoredSnapshot.Condition.PENDING).toProperties());
        Files.move(draft, folder(snapshotId), StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.forceDirectory(root);
    }

    void update(String snapshotId, StoredSnapshot snapshot) throws IOException {
        new AtomicFile(folder(snapshotId).resolve(PROPERTIES)).write(snapshot.toProperties());
    }

    /** Removes deleted snapshots that no child needs any more, and what a killed process left half made. */
    void sweep() throws IOException {
        boolean again = true;
        while (again) {
            again = false;
            for (String id : ids()) {
                boolean deleted = find(id).filter(found -> found.condition() == StoredSnapshot.Condition.DELETED)
                        .isPresent();
                if (deleted && !hasChild(id)) {
                    Path trash = root.resolve(".trash-" + id);
                    Files.move(folder(id), trash, StandardCopyOption.ATOMIC_MOVE);
                    again = true;
                }
            }
        }
        try (Stream<Path> entries = Files.list(root)) {
            for (Path leftOver : entries.filter(DirectoryStore::isLeftOver).toList()) {
                removeTree(leftOver);
            }
        }
        AtomicFile.forceDirectory(root);
    }

    private static boolean isLeftOver(Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith(".trash-") || name.startsWith(".draft-");
    }

    private boolean hasChild(String parentId) throws IOException {
        for (String id : ids()) {
            Optional<StoredSnapshot> found = find(id);
            if (found.isPresent()
                    && found.get().spec().lineage() instanceof Lineage.ChildOf child
                    && child.parentSnapshotId().equals(parentId)) {
                return true;
            }
        }
        return false;
    }

    private List<String> ids() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return new ArrayList<>(entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.startsWith("snap-"))
                    .toList());
        }
    }

    private static void removeTree(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What a thread does while no other process changes this store. */
    @FunctionalInterface
    interface Change<T> {
        T run() throws IOException;
    }

    /** Runs a change alone: within this JVM, and against other processes. */
    synchronized <T> T exclusively(Change<T> change) {
        try {
            Files.createDirectories(root);
            // closing the channel lets the lock go
            try (FileChannel channel =
                    FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                return change.run();
            }
        } catch (IOException e) {
            throw StoreProblem.io(root, e);
        }
    }
}
