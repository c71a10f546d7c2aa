package io.github.migrationconnector.applianceova.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** A small disk with noise, text and holes, some of them at odd places. */
public final class Planted {
    /** No whole number of grains or clusters. */
    public static final long DISK_BYTES = 40L * 1024 * 1024 + 3 * 512;

    private Planted() {}

    public static Path rawDisk(Path file) throws IOException {
        Random random = new Random(12);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, 0, noise(random, 700_000));
            write(out, 9_999_872, noise(random, 512));
            write(out, 20_000_000, "connector ".repeat(60_000).getBytes(StandardCharsets.US_ASCII));
            write(out, DISK_BYTES - 512, noise(random, 512));
        }
        return file;
    }

    /** The bytes that a reader gives of a disk, in pieces of an odd length. */
    public static void copy(Path image, Path to) throws IOException {
        try (DiskImage disk = DiskImage.open(image);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long offset = disk.nextContent(0);
            while (offset < disk.sizeBytes()) {
                ByteBuffer piece = ByteBuffer.allocate((int) Math.min(100_003, disk.sizeBytes() - offset));
                disk.read(offset, piece);
                write(out, offset, piece.array());
                offset = disk.nextContent(offset + piece.capacity());
            }
            if (out.size() < disk.sizeBytes()) {
                write(out, disk.sizeBytes() - 1, new byte[1]);
            }
        }
    }

    private static byte[] noise(Random random, int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static void write(FileChannel out, long offset, byte[] content) throws IOException {
        out.write(ByteBuffer.wrap(content), offset);
    }
}
