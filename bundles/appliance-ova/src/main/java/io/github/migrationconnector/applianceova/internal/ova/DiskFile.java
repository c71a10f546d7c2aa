package io.github.migrationconnector.applianceova.internal.ova;

import io.github.migrationconnector.applianceova.internal.Digests;
import io.github.migrationconnector.applianceova.internal.disk.DiskImage;
import io.github.migrationconnector.vmdk.ByteOutput;
import io.github.migrationconnector.vmdk.StreamOptimizedHeader;
import io.github.migrationconnector.vmdk.StreamOptimizedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The disk as the OVA carries it.
 *
 * @param file a stream-optimized VMDK
 * @param capacityBytes of the disk
 * @param contentSha256 of what the disk holds, whatever the file's form
 */
record DiskFile(PackedFile file, long capacityBytes, String contentSha256) {
    /** Half of what a CID can be: far from those with a meaning of their own. */
    private static final long CONTENT_IDS = 0x7FFF_FFFFL;

    private static final int CONTENT_ID_DIGITS = 8;

    /** Writes it; the same content gives the same bytes. */
    static DiskFile write(DiskImage image, String name, Path file) throws IOException, InterruptedException {
        DiskContent content = new DiskContent(image);
        String sha256 = content.sha256();
        long contentId = Long.parseLong(sha256.substring(0, CONTENT_ID_DIGITS), 16) & CONTENT_IDS;
        MessageDigest digest = Digests.sha256();
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteOutput output = bytes -> append(out, digest, bytes);
            StreamOptimizedHeader header = new StreamOptimizedHeader(name, image.sizeBytes(), contentId);
            try (StreamOptimizedWriter writer = new StreamOptimizedWriter(output, header)) {
                content.forEachGrain(writer::grain);
                writer.finish();
            }
            PackedFile packed =
                    new PackedFile(name, file, out.size(), HexFormat.of().formatHex(digest.digest()));
            return new DiskFile(packed, image.sizeBytes(), sha256);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void append(FileChannel out, MessageDigest digest, ByteBuffer bytes) {
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
