package io.github.migrationconnector.benchmarks;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import io.github.migrationconnector.vmdk.RandomAccess;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that decodes a disk once and keeps nothing, to be set against {@code qemu-img convert} with a target that keeps
 * nothing either: the formats alone, with the start of Java and its compilers.
 */
public final class DecodeOnce {
    private static final int ROOM_BYTES = 512 * 1024;

    private DecodeOnce() {}

    /** A file of this machine. */
    private record File(FileChannel channel, long sizeBytes) implements RandomAccess {
        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            long offset = offsetBytes;
            try {
                while (destination.hasRemaining()) {
                    int count = channel.read(destination, offset);
                    if (count < 0) {
                        throw new IllegalStateException("the file became shorter");
                    }
                    offset += count;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Counts what comes, and forgets it. */
    private static final class Counting implements ExtentSink {
        private final ByteBuffer room = ByteBuffer.allocateDirect(ROOM_BYTES);
        private long bytes;
        private long zeros;

        @Override
        public ByteBuffer room(long offsetBytes, long lengthBytes) {
            room.clear().limit((int) Math.min(room.capacity(), lengthBytes));
            bytes += room.remaining();
            return room;
        }

        @Override
        public void zeros(long offsetBytes, long lengthBytes) {
            zeros += lengthBytes;
        }
    }

    /** @param arguments the path of a disk in one file */
    public static void main(String[] arguments) throws Exception {
        FileChannel channel = FileChannel.open(Path.of(arguments[0]));
        File file = new File(channel, channel.size());
        VmdkLink link = VmdkLink.open(file, arguments[0], name -> file);
        try (VmdkDisk disk = new VmdkDisk(List.of(link.layer()))) {
            Counting sink = new Counting();
            disk.forEachExtent(List.of(new Extent(0, disk.capacityBytes())), sink);
            System.out.println(sink.bytes + " bytes, " + sink.zeros + " of holes");
        }
    }
}
