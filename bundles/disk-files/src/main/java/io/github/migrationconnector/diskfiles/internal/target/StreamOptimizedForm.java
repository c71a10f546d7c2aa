package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.diskfiles.internal.source.VmdkFileSource;
import io.github.migrationconnector.vmdk.ByteOutput;
import io.github.migrationconnector.vmdk.StreamOptimizedHeader;
import io.github.migrationconnector.vmdk.StreamOptimizedWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A stream-optimized VMDK. Its grains have to stand in ascending order, blocks come in any: so it is written when all are
 * there, from the image that they make, beside which it needs room.
 */
final class StreamOptimizedForm implements ImageForm {
    private static final int SECTOR_BYTES = 512;
    private static final int BLOCK_GRAINS = BlockImage.BLOCK_BYTES / StreamOptimizedWriter.GRAIN_BYTES;

    /** CIDs from here on mean no parent, or a disk that was never opened. */
    private static final long RESERVED_CONTENT_IDS = 0xFFFF_FFFEL;

    /** Whether a descriptor can name this file. */
    static boolean canHold(Path file) {
        try {
            return new StreamOptimizedHeader(file.getFileName().toString(), SECTOR_BYTES, 0).capacityBytes() > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void complete(Parts parts, Path file, long capacityBytes) throws IOException {
        Path draft = draft(file);
        try (BlockImage image = BlockImage.openForReading(parts.image(), parts.slots());
                FileChannel out = FileChannel.open(
                        draft,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            StreamOptimizedHeader header = new StreamOptimizedHeader(
                    file.getFileName().toString(), wholeSectors(capacityBytes), contentId(image));
            write(image, bytes -> append(out, bytes, draft), header);
            out.force(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("the writing of " + draft + " was stopped");
            stopped.initCause(e);
            throw stopped;
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        AtomicFile.forceDirectory(file.getParent());
        Files.delete(parts.image());
    }

    @Override
    public void discard(Path file) throws IOException {
        Files.deleteIfExists(draft(file));
    }

    private static Path draft(Path file) {
        return file.resolveSibling(file.getFileName() + ".part.vmdk");
    }

    private static long wholeSectors(long capacityBytes) {
        return (capacityBytes + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    }

    /** Another content has another id, and the same one always the same. */
    private static long contentId(BlockImage image) throws IOException {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            BlockImage.Cursor cursor = image.cursor();
            for (int index = cursor.next(0); index >= 0; index = cursor.next(index + 1)) {
                BlockDigest digest = cursor.digestAt(index);
                all.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, index));
                all.update(digest.toBytes());
            }
            return Integer.toUnsignedLong(ByteBuffer.wrap(all.digest()).getInt()) % RESERVED_CONTENT_IDS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void write(BlockImage image, ByteOutput out, StreamOptimizedHeader header)
            throws IOException, InterruptedException {
        ByteBuffer block = ByteBuffer.allocateDirect(BlockImage.BLOCK_BYTES);
        try (StreamOptimizedWriter writer = new StreamOptimizedWriter(out, header)) {
            BlockImage.Cursor cursor = image.cursor();
            for (int index = cursor.next(0); index >= 0; index = cursor.next(index + 1)) {
                image.readBlock(index, block.clear());
                long offset = (long) index * BlockImage.BLOCK_BYTES;
                for (int at = 0; at < BLOCK_GRAINS && offset < header.capacityBytes(); at++) {
                    int length = (int) Math.min(StreamOptimizedWriter.GRAIN_BYTES, header.capacityBytes() - offset);
                    ByteBuffer grain = block.slice(at * StreamOptimizedWriter.GRAIN_BYTES, length);
                    writer.grain(offset / StreamOptimizedWriter.GRAIN_BYTES, grain);
                    offset += StreamOptimizedWriter.GRAIN_BYTES;
                }
            }
            writer.finish();
        }
    }

    private static void append(FileChannel out, ByteBuffer bytes, Path draft) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw StoreProblem.io(draft, e);
        }
    }

    @Override
    public SnapshotReader read(OpenSnapshot snapshot, Path file) {
        return new DiskBlockReader(snapshot, new VmdkFileSource().open(new SourceAddress("vmdk", file.toString())));
    }
}
