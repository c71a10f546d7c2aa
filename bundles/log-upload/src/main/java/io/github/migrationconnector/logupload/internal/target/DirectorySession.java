package io.github.migrationconnector.logupload.internal.target;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Appends to NAME.part, holds it against its digest, writes NAME.sha256, and gives it its name. Others may write to a share: what
 * they put in the way, a link that leads elsewhere or a pipe that never ends, is not followed.
 */
final class DirectorySession implements UploadSession {
    private static final int BUFFER = 1 << 16;

    private final Path directory;

    DirectorySession(Path directory) {
        this.directory = directory;
    }

    @Override
    public String place() {
        return directory.toString();
    }

    @Override
    public void put(UploadFile file) {
        try {
            Path whole = directory.resolve(file.name());
            Path sum = beside(whole, ".sha256");
            makeFolders(whole.getParent());
            if (isFile(whole) && isFile(sum) && digest(whole).equals(file.sha256())) {
                return;
            }
            Path part = beside(whole, ".part");
            append(file, part);
            if (!digest(part).equals(file.sha256())) {
                Files.delete(part);
                throw Digests.differs(file, place());
            }
            write(sum, Digests.line(file));
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(whole.getParent());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes the folders down to one, each of which has to be where its name says. */
    private void makeFolders(Path folder) throws IOException {
        Path made = directory;
        for (Path name : directory.relativize(folder)) {
            made = made.resolve(name);
            if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(made);
            }
        }
        requireInPlace(folder);
    }

    private void requireInPlace(Path folder) throws IOException {
        Path wanted = directory.toRealPath().resolve(directory.relativize(folder));
        if (!folder.toRealPath().equals(wanted)) {
            throw new FileSystemException(folder.toString(), null, "leads elsewhere");
        }
    }

    private void append(UploadFile file, Path part) throws IOException {
        long there = isFile(part) ? Files.size(part) : 0;
        if (there > file.bytes() || !isFile(part)) {
            // none of ours
            Files.deleteIfExists(part);
            there = 0;
        }
        try (FileChannel in = FileChannel.open(file.path(), StandardOpenOption.READ);
                FileChannel out = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            // before the first byte is written: somebody may have put a link in the way since it was looked at
            requireInPlace(part.getParent());
            in.position(there);
            out.position(there);
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
            }
            out.force(true);
        }
    }

    @Override
    public void remove(UploadFile file) {
        try {
            Path whole = directory.resolve(file.name());
            if (!Files.isDirectory(whole.getParent())) {
                return;
            }
            requireInPlace(whole.getParent());
            Files.deleteIfExists(whole);
            Files.deleteIfExists(beside(whole, ".sha256"));
            Files.deleteIfExists(beside(whole, ".part"));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        // holds nothing
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return Digests.of(in);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void syncDirectory(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private ConnectorException failed(IOException e) {
        return Problem.passing(
                        "LOG_UPLOAD_DIRECTORY",
                        directory + " can't be written to: " + e.getMessage(),
                        "Look at its free space, its rights, and whether it is mounted.")
                .asException(e);
    }
}
