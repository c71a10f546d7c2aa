package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a home for one daemon. The operating system lets it go when the process ends, however it ends. */
final class HomeLock implements AutoCloseable {
    private static final int MAX_PID_BYTES = 32;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the home, or says which process has it. */
    static HomeLock take(Home home) {
        Path file = home.lock();
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                String pid = text(channel);
                channel.close();
                throw new LaunchException(
                        "another connector (process " + (pid.isEmpty() ? "unknown" : pid) + ") uses the home "
                                + home.directory(),
                        "stop it first (kill " + (pid.isEmpty() ? "PID" : pid) + "), or give this one a home of its own"
                                + " by --home DIR");
            }
            // in the place of what is there, which takes no room
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(pid), 0);
            channel.truncate(pid.length);
            return new HomeLock(channel);
        } catch (IOException e) {
            throw home.notWritable(e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // held within this process
            return false;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(bytes, 0);
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LaunchException("can't let go of the home: " + e, "end this process", e);
        }
    }
}
