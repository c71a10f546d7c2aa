package io.github.migrationconnector.applianceova.internal.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads whole buffers. */
final class Channels {
    private Channels() {}

    static void fill(FileChannel channel, long offsetBytes, ByteBuffer destination) throws IOException {
        long at = offsetBytes;
        while (destination.hasRemaining()) {
            int length = channel.read(destination, at);
            if (length < 0) {
                throw new EOFException("the file ends at byte " + at);
            }
            at += length;
        }
    }
}
