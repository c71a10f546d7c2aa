package io.github.migrationconnector.autoupgrade.internal.set;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Files that are there whole or not at all, also after the power went. Only their owner may read them. */
public final class DurableFiles {
    private DurableFiles() {}

    /** Puts a file in place of another. */
    public static void write(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel = create(draft)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.getParent());
    }

    /** Removes a file, if it is there. */
    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            sync(file.getParent());
        }
    }

    /** A new file to write to. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Makes a directory, unless it is there. */
    public static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    /** Makes the names in a directory last. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Removes a directory with all that is in it; does nothing when it is not there.
     *
     * @return how many bytes are free again: those of files that no other set shares
     */
    static long removeTree(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return 0;
        }
        AtomicLong freed = new AtomicLong();
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (((Number) Files.getAttribute(file, "unix:nlink")).intValue() == 1) {
                    freed.addAndGet(attributes.size());
                }
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException trouble) throws IOException {
                if (trouble != null) {
                    throw trouble;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
        return freed.get();
    }
}
