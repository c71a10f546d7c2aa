package io.github.migrationconnector.diskstreaming.internal.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Slots in a file. Not by a FileChannel, since that closes itself when its thread is interrupted. */
final class RandomAccessSlotFile implements SlotFile {
    private final RandomAccessFile file;

    RandomAccessSlotFile(Path path) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public synchronized void write(long offsetBytes, byte[] bytes, int lengthBytes) {
        try {
            file.seek(offsetBytes);
            file.write(bytes, 0, lengthBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void read(long offsetBytes, byte[] page) {
        try {
            file.seek(offsetBytes);
            int filled = 0;
            for (int count = 0; filled < page.length && count >= 0; filled += Math.max(count, 0)) {
                count = file.read(page, filled, page.length - filled);
            }
            Arrays.fill(page, filled, page.length, (byte) 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void force() {
        try {
            // not under the lock: writes go on while the disk works
            file.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // what had to be on disk was forced
        }
    }
}
