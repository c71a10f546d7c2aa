package io.github.migrationconnector.applianceova.internal.ova;

import io.github.migrationconnector.applianceova.internal.Digests;
import io.github.migrationconnector.applianceova.internal.disk.DiskImage;
import io.github.migrationconnector.vmdk.StreamOptimizedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Goes through a disk grain by grain; those of zeros alone are left out, however the image keeps them. */
final class DiskContent {
    private static final int GRAIN_BYTES = StreamOptimizedWriter.GRAIN_BYTES;

    private final DiskImage image;

    DiskContent(DiskImage image) {
        this.image = image;
    }

    /** Takes a grain that is not zero throughout. */
    @FunctionalInterface
    interface Grains {
        void take(long number, ByteBuffer content) throws IOException, InterruptedException;
    }

    void forEachGrain(Grains grains) throws IOException, InterruptedException {
        ByteBuffer grain = ByteBuffer.allocate(GRAIN_BYTES);
        long offset = image.nextContent(0);
        while (offset < image.sizeBytes()) {
            long number = offset / GRAIN_BYTES;
            long start = number * GRAIN_BYTES;
            grain.clear().limit((int) Math.min(GRAIN_BYTES, image.sizeBytes() - start));
            image.read(start, grain);
            if (!isZero(grain.flip())) {
                grains.take(number, grain);
            }
            offset = image.nextContent(start + GRAIN_BYTES);
        }
    }

    /** Of the disk's size and of all that it holds: the same for a raw image and a qcow2 of it. */
    String sha256() throws IOException, InterruptedException {
        MessageDigest digest = Digests.sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, image.sizeBytes()));
        forEachGrain((number, content) -> {
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
            digest.update(content);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean isZero(ByteBuffer content) {
        for (int at = content.position(); at < content.limit(); at++) {
            if (content.get(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
