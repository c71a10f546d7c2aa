package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.BlockDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The blocks of one snapshot in two sparse files: an image with each block at its place, and a table of slots that says
 * which blocks are there and what they hold. A slot never crosses a sector, so it is written whole or not at all.
 */
final class BlockImage implements AutoCloseable {
    /** As EBS has them, so that a directory and EBS can be compared block by block. */
    static final int BLOCK_BYTES = 512 * 1024;

    /** Bytes of a slot: presence, index, digest, CRC-32C, padding (docs/formats.md). */
    static final int SLOT_BYTES = 64;

    private static final int CHECKED_BYTES = 4 + 4 + BlockDigest.LENGTH_BYTES;
    private static final int PRESENT = 1;
    private static final int PAGE_SLOTS = 1024;

    private final Path slotsPath;
    private final FileChannel image;
    private final FileChannel slots;

    private BlockImage(Path slotsPath, FileChannel image, FileChannel slots) {
        this.slotsPath = slotsPath;
        this.image = image;
        this.slots = slots;
    }

    static BlockImage openForWriting(Path image, Path slots) {
        return open(image, slots, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static BlockImage openForReading(Path image, Path slots) {
        return open(image, slots, StandardOpenOption.READ);
    }

    private static BlockImage open(Path image, Path slots, StandardOpenOption... how) {
        try {
            FileChannel imageChannel = FileChannel.open(image, how);
            try {
                return new BlockImage(slots, imageChannel, FileChannel.open(slots, how));
            } catch (IOException e) {
                imageChannel.close();
                throw e;
            }
        } catch (IOException e) {
            throw StoreProblem.io(image, e);
        }
    }

    void writeBlock(int index, ByteBuffer block) throws IOException {
        long offset = (long) index * BLOCK_BYTES;
        while (block.hasRemaining()) {
            offset += image.write(block, offset);
        }
    }

    void writeSlot(int index, BlockDigest digest) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        slot.putInt(PRESENT).putInt(index).put(digest.toBytes());
        slot.putInt(crc(slot.array(), 0)).clear();
        long offset = (long) index * SLOT_BYTES;
        while (slot.hasRemaining()) {
            offset += slots.write(slot, offset);
        }
    }

    void forceBlocks() throws IOException {
        image.force(false);
    }

    void forceSlots() throws IOException {
        slots.force(false);
    }

    /** Reads one block; behind the end of the image are zeros. */
    void readBlock(int index, ByteBuffer destination) throws IOException {
        long offset = (long) index * BLOCK_BYTES;
        while (destination.hasRemaining()) {
            int count = image.read(destination, offset);
            if (count < 0) {
                destination.put(new byte[destination.remaining()]);
                return;
            }
            offset += count;
        }
    }

    /** The digest of a block, when it is there and its slot is whole. */
    Optional<BlockDigest> digest(int index) throws IOException {
        byte[] slot = new byte[SLOT_BYTES];
        if (slots.read(ByteBuffer.wrap(slot), (long) index * SLOT_BYTES) < SLOT_BYTES) {
            return Optional.empty();
        }
        return digest(slot, 0, index);
    }

    private static Optional<BlockDigest> digest(byte[] page, int offset, int index) {
        ByteBuffer slot = ByteBuffer.wrap(page, offset, SLOT_BYTES);
        boolean whole = slot.getInt() == PRESENT
                && slot.getInt() == index
                && slot.getInt(offset + CHECKED_BYTES) == crc(page, offset);
        return whole
                ? Optional.of(BlockDigest.of(Arrays.copyOfRange(page, offset + 8, offset + CHECKED_BYTES)))
                : Optional.empty();
    }

    private static int crc(byte[] page, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(page, offset, CHECKED_BYTES);
        return (int) crc.getValue();
    }

    /** Walks over the blocks that are there, ascending, a page of slots in memory. */
    Cursor cursor() {
        return new Cursor();
    }

    Path slotsPath() {
        return slotsPath;
    }

    @Override
    public void close() {
        for (FileChannel channel : new FileChannel[] {image, slots}) {
            try {
                channel.close();
            } catch (IOException e) {
                // what had to be on disk was forced before it was acknowledged
            }
        }
    }

    /** One walk. Used by one thread. */
    final class Cursor {
        private final byte[] page = new byte[PAGE_SLOTS * SLOT_BYTES];
        private long pageAt = -1;
        private int pageBytes;

        /** The first block from an index on that is there; -1 when there is none. */
        int next(int from) throws IOException {
            for (int index = from; ; index++) {
                int offset = load(index);
                if (offset < 0) {
                    return -1;
                }
                if (digest(page, offset, index).isPresent()) {
                    return index;
                }
                if (!isEmpty(offset)) {
                    throw StoreProblem.damaged(slotsPath, "the slot of block " + index + " is torn");
                }
            }
        }

        /** The digest of the block that {@link #next} found. */
        BlockDigest digestAt(int index) throws IOException {
            return digest(page, load(index), index)
                    .orElseThrow(() -> StoreProblem.damaged(slotsPath, "block " + index + " has no slot"));
        }

        private boolean isEmpty(int offset) {
            for (int at = offset; at < offset + SLOT_BYTES; at++) {
                if (page[at] != 0) {
                    return false;
                }
            }
            return true;
        }

        private int load(int index) throws IOException {
            long wanted = (long) index / PAGE_SLOTS;
            if (wanted != pageAt) {
                ByteBuffer into = ByteBuffer.wrap(page);
                long start = wanted * page.length;
                while (into.hasRemaining() && slots.read(into, start + into.position()) > 0) {
                    // until the page is full or the file ends
                }
                pageBytes = into.position();
                pageAt = wanted;
            }
            int offset = index % PAGE_SLOTS * SLOT_BYTES;
            return offset + SLOT_BYTES <= pageBytes ? offset : -1;
        }
    }
}
