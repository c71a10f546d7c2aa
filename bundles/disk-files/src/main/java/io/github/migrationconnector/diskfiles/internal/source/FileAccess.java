package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A local file, or a block device. */
final class FileAccess implements RandomAccess {
    private final Path path;
    private final FileChannel channel;
    private final long sizeBytes;

    private FileAccess(Path path, FileChannel channel, long sizeBytes) {
        this.path = path;
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    static FileAccess open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new FileAccess(path, channel, channel.size());
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw missing(path).asException(e);
        } catch (IOException e) {
            throw unreadable(path, e).asException(e);
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws InterruptedException {
        long offset = offsetBytes;
        try {
            while (destination.hasRemaining()) {
                int count = channel.read(destination, offset);
                if (count < 0) {
                    throw FileIdentity.changed(path).asException();
                }
                offset += count;
            }
        } catch (ClosedByInterruptException e) {
            // the channel closes itself and leaves the thread interrupted; here the exception tells it
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("while " + path + " was read");
            interrupted.initCause(e);
            throw interrupted;
        } catch (IOException e) {
            throw unreadable(path, e).asException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // a file that was only read loses nothing
            return;
        }
    }

    static Problem missing(Path path) {
        return Problem.fatal(
                "SOURCE_NOT_FOUND",
                "There is no file " + path + ".",
                "Check the path; a relative one counts from the directory the command was started in.");
    }

    static Problem unreadable(Path path, IOException cause) {
        return Problem.fatal(
                "SOURCE_UNREADABLE",
                "The file " + path + " can't be read: " + cause.getMessage() + ".",
                "Check that the file is there, and that this user may read it.");
    }
}
