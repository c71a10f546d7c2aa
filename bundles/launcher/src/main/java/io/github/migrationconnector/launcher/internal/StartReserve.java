package io.github.migrationconnector.launcher.internal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Room that is given free for a start: on a disk that is full it would find none for its token, the store's shared memory and
 * the framework's own files. It is taken again when there is plenty.
 */
final class StartReserve {
    /** Measured: a start writes less than 2 MiB beside the cache, which is made anew in its own room. */
    static final int BYTES = 4 << 20;

    private static final long PLENTY = 16L * BYTES;

    private final Path file;
    private final LongSupplier free;
    private final PrintStream err;
    private boolean refused;

    StartReserve(Home home, PrintStream err) {
        this(home.cache().resolve("reserve"), () -> home.cache().toFile().getUsableSpace(), err);
    }

    /**
     * Makes one.
     *
     * @param free how many bytes are free beside it
     * @param err is told when the file can't be removed
     */
    StartReserve(Path file, LongSupplier free, PrintStream err) {
        this.file = file;
        this.free = free;
        this.err = err;
    }

    /** Gives it free. */
    void release() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            err.println("connector: " + file + " can't be removed: " + e.getMessage());
        }
    }

    /** Takes it when it is not there and there is plenty. */
    void keep() {
        if (refused || Files.exists(file) || free.getAsLong() < PLENTY) {
            return;
        }
        // nothing that a file system could pack
        byte[] content = new byte[BYTES];
        new Random(System.nanoTime()).nextBytes(content);
        try {
            Files.write(file, content, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            // it is a help, and no condition
            refused = true;
            release();
        }
    }
}
