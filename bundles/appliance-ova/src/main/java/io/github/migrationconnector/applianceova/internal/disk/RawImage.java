package io.github.migrationconnector.applianceova.internal.disk;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is the disk, byte for byte. */
final class RawImage implements DiskImage {
    private static final int SECTOR_BYTES = 512;

    private final FileChannel channel;
    private final long sizeBytes;

    RawImage(Path file, FileChannel channel) throws IOException {
        this.channel = channel;
        this.sizeBytes = channel.size();
        if (sizeBytes == 0 || sizeBytes % SECTOR_BYTES != 0) {
            throw new OvaFailure(
                    file + " is no disk image: " + sizeBytes + " bytes are no whole number of sectors",
                    "name a raw or qcow2 image");
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public long nextContent(long offsetBytes) {
        // Java can't ask for the holes of a file; whoever writes leaves zeros out anyway
        return offsetBytes;
    }

    @Override
    public void read(long offsetBytes, ByteBuffer destination) throws IOException {
        Channels.fill(channel, offsetBytes, destination);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
