package io.github.migrationconnector.access.internal.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file that grows: each line is on disk when its append returns, or is taken back. No channel, since one is closed for good
 * when the thread that writes is interrupted.
 */
final class AuditFile implements AutoCloseable {
    private final RandomAccessFile content;
    private long lengthBytes;

    private AuditFile(RandomAccessFile content, long lengthBytes) {
        this.content = content;
        this.lengthBytes = lengthBytes;
    }

    /** A new one, with its name and its first line on disk; or none. */
    static AuditFile begin(Path file, String head) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        AuditFile begun = new AuditFile(new RandomAccessFile(file.toFile(), "rw"), 0);
        try {
            forceNames(file.getParent());
            begun.append(head);
            return begun;
        } catch (IOException failure) {
            begun.close();
            Files.delete(file);
            throw failure;
        }
    }

    /** Goes on behind the lines that were written whole; what a power cut left of another was never acknowledged. */
    static AuditFile goOn(Path file, long wholeBytes) throws IOException {
        RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw");
        content.setLength(wholeBytes);
        content.getFD().sync();
        return new AuditFile(content, wholeBytes);
    }

    /** Brings to the disk which files there are. A directory has a channel alone, so an interrupt waits until it is done. */
    static void forceNames(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                    names.force(true);
                    return;
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        try {
            content.seek(lengthBytes);
            content.write(bytes);
            content.getFD().sync();
        } catch (IOException failure) {
            // so that the next line does not begin within the rest of this one
            content.setLength(lengthBytes);
            throw failure;
        }
        lengthBytes += bytes.length;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
