package io.github.migrationconnector.applianceova.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The disk that a file holds, raw or as qcow2. Used by one thread. */
public interface DiskImage extends Closeable {
    /** How long the disk is. */
    long sizeBytes();

    /**
     * Where the next byte that may differ from zero lies.
     *
     * @return an offset from the given one on; the disk's size when there is none
     */
    long nextContent(long offsetBytes) throws IOException;

    /** Fills a buffer from its position to its limit, which lies within the disk. */
    void read(long offsetBytes, ByteBuffer destination) throws IOException;

    /**
     * Opens a file by what it begins with.
     *
     * @throws io.github.migrationconnector.applianceova.internal.OvaFailure when it can't be read as either
     */
    static DiskImage open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return Qcow2Header.isAt(channel) ? Qcow2Image.open(file, channel) : new RawImage(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
