package io.github.migrationconnector.applianceova.internal.disk;

import io.github.migrationconnector.applianceova.internal.OvaFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What a qcow2 file says of itself. Format: QEMU, docs/interop/qcow2.txt, versions 2 and 3.
 *
 * @param clusterBits the power of two that a cluster has bytes
 * @param sizeBytes of the disk
 * @param l1Offset where its first-level table lies
 * @param l1Entries how long that is
 */
record Qcow2Header(int clusterBits, long sizeBytes, long l1Offset, int l1Entries) {
    private static final int MAGIC = 0x514649FB;
    private static final int V2_BYTES = 72;
    private static final int V3_BYTES = 112;
    private static final int SECTOR_BYTES = 512;
    /** A disk of 64 TiB in clusters of 64 KiB has as many. */
    private static final int MAX_L1_ENTRIES = 1 << 17;

    private static final long MAX_BYTES = 1L << 46;
    /** The dirty bit only speaks of reference counts, which reading needs not. */
    private static final long FEATURES_THAT_CHANGE_NOTHING = 1;

    static boolean isAt(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(Integer.BYTES);
        return channel.read(magic, 0) == Integer.BYTES && magic.getInt(0) == MAGIC;
    }

    static Qcow2Header read(Path file, FileChannel channel) throws IOException {
        if (channel.size() < V3_BYTES) {
            throw refused(file, "ends within its header");
        }
        ByteBuffer header = ByteBuffer.allocate(V3_BYTES);
        Channels.fill(channel, 0, header);
        int version = header.getInt(4);
        if (version != 2 && version != 3) {
            throw refused(file, "is of version " + version);
        }
        if (header.getLong(8) != 0) {
            throw refused(file, "stands on another image (backing file)");
        }
        if (header.getInt(32) != 0) {
            throw refused(file, "is encrypted");
        }
        long features = version == 3 ? header.getLong(V2_BYTES) : 0;
        if ((features & ~FEATURES_THAT_CHANGE_NOTHING) != 0) {
            throw refused(file, "has features 0x" + Long.toHexString(features) + " (external data, extended L2, zstd)");
        }
        Qcow2Header read =
                new Qcow2Header(header.getInt(20), header.getLong(24), header.getLong(40), header.getInt(36));
        String trouble = read.trouble(channel.size());
        if (!trouble.isEmpty()) {
            throw refused(file, trouble);
        }
        return read;
    }

    private String trouble(long fileBytes) {
        if (clusterBits < 9 || clusterBits > 21) {
            return "has clusters of 2^" + clusterBits + " bytes";
        }
        if (sizeBytes < SECTOR_BYTES || sizeBytes > MAX_BYTES || sizeBytes % SECTOR_BYTES != 0) {
            return "has a disk of " + sizeBytes + " bytes";
        }
        long perEntry = (long) clusterBytes() * l2Entries();
        if (l1Entries < (sizeBytes + perEntry - 1) / perEntry || l1Entries > MAX_L1_ENTRIES) {
            return "has a first-level table of " + l1Entries + " entries";
        }
        if (l1Offset < clusterBytes() || l1Offset > fileBytes - (long) l1Entries * Long.BYTES) {
            return "has its first-level table at byte " + l1Offset;
        }
        return "";
    }

    int clusterBytes() {
        return 1 << clusterBits;
    }

    int l2Entries() {
        return clusterBytes() / Long.BYTES;
    }

    static OvaFailure refused(Path file, String why) {
        return new OvaFailure(
                file + " " + why + ", which can't be read here",
                "make it plain: qemu-img convert -O qcow2 " + file.getFileName() + " plain.qcow2");
    }
}
