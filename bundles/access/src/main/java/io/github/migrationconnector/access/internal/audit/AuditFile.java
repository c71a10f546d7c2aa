package io.github.migrationconnector.access.internal.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file that grows: each line is on disk when its append returns, or is taken back. */
final class AuditFile implements AutoCloseable {
    private final FileChannel channel;
    private long lengthBytes;

    private AuditFile(FileChannel channel, long lengthBytes) {
        this.channel = channel;
        this.lengthBytes = lengthBytes;
    }

    /** A new one, with its name on disk. */
    static AuditFile create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
        return new AuditFile(channel, 0);
    }

    /** Goes on behind the lines that were written whole; what a power cut left of another was never acknowledged. */
    static AuditFile goOn(Path file, long wholeBytes) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(wholeBytes);
        channel.force(true);
        return new AuditFile(channel, wholeBytes);
    }

    void append(String line) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        int lineBytes = rest.remaining();
        try {
            channel.position(lengthBytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(false);
        } catch (IOException failure) {
            // so that the next line does not begin within the rest of this one
            channel.truncate(lengthBytes);
            throw failure;
        }
        lengthBytes += lineBytes;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
