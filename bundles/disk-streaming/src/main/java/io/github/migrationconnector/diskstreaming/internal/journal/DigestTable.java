package io.github.migrationconnector.diskstreaming.internal.journal;

import io.github.migrationconnector.api.target.BlockDigest;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One slot a block, at the block's place: what was decided, and the digest. Constant in memory whatever the disk's size. A
 * slot that was torn by a loss of power fails its CRC and counts as absent, so its block is sent again.
 */
public final class DigestTable implements AutoCloseable {
    /** Digest, kind, three zeros, CRC-32C of these 36 bytes. */
    static final int SLOT_BYTES = BlockDigest.LENGTH_BYTES + 4 + 4;

    private static final int KIND_AT = BlockDigest.LENGTH_BYTES;
    private static final int CRC_AT = BlockDigest.LENGTH_BYTES + 4;
    private static final int PAGE_SLOTS = 1024;

    private final SlotFile file;

    /** What stands in a slot. */
    public record Entry(SlotKind kind, BlockDigest digest) {}

    public DigestTable(SlotFile file) {
        this.file = file;
    }

    public void set(int index, SlotKind kind, BlockDigest digest) {
        byte[] slot = new byte[SLOT_BYTES];
        encode(slot, 0, kind, digest);
        file.write((long) index * SLOT_BYTES, slot, SLOT_BYTES);
    }

    /** Sets a run of slots to the same. */
    public void fill(int first, int count, SlotKind kind, BlockDigest digest) {
        byte[] page = new byte[Math.min(count, PAGE_SLOTS) * SLOT_BYTES];
        encode(page, 0, kind, digest);
        for (int at = SLOT_BYTES; at < page.length; at += SLOT_BYTES) {
            System.arraycopy(page, 0, page, at, SLOT_BYTES);
        }
        for (int done = 0; done < count; ) {
            int slots = Math.min(count - done, PAGE_SLOTS);
            file.write(((long) first + done) * SLOT_BYTES, page, slots * SLOT_BYTES);
            done += slots;
        }
    }

    /** What stands in one slot; empty when it is absent or torn. */
    public Optional<Entry> at(int index) {
        byte[] slot = new byte[SLOT_BYTES];
        file.read((long) index * SLOT_BYTES, slot);
        return decode(slot, 0);
    }

    /** Returns when everything set so far is on disk. */
    public void force() {
        file.force();
    }

    /** Goes over slots in ascending order, a page of them in memory. Used by one thread. */
    public Walk walk() {
        return new Walk();
    }

    @Override
    public void close() {
        file.close();
    }

    private static void encode(byte[] page, int offset, SlotKind kind, BlockDigest digest) {
        System.arraycopy(digest.toBytes(), 0, page, offset, BlockDigest.LENGTH_BYTES);
        page[offset + KIND_AT] = kind.code();
        int crc = crc(page, offset);
        for (int i = 0; i < 4; i++) {
            page[offset + CRC_AT + i] = (byte) (crc >>> (24 - 8 * i));
        }
    }

    private static Optional<Entry> decode(byte[] page, int offset) {
        byte code = page[offset + KIND_AT];
        if (code == 0) {
            // most slots of a large disk: not worth a CRC
            return Optional.empty();
        }
        int crc = 0;
        for (int i = 0; i < 4; i++) {
            crc = (crc << 8) | (page[offset + CRC_AT + i] & 0xFF);
        }
        SlotKind kind = SlotKind.of(code);
        if (!kind.decided() || crc != crc(page, offset)) {
            return Optional.empty();
        }
        byte[] digest = new byte[BlockDigest.LENGTH_BYTES];
        System.arraycopy(page, offset, digest, 0, digest.length);
        return Optional.of(new Entry(kind, BlockDigest.of(digest)));
    }

    private static int crc(byte[] page, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(page, offset, CRC_AT);
        return (int) crc.getValue();
    }

    /** One walk over a table; may also set what it passes, and writes that page by page. */
    public final class Walk {
        private final byte[] page = new byte[PAGE_SLOTS * SLOT_BYTES];
        private long pageIndex = -1;
        private boolean dirty;

        public Optional<Entry> at(int index) {
            return decode(page, load(index));
        }

        public void set(int index, SlotKind kind, BlockDigest digest) {
            encode(page, load(index), kind, digest);
            dirty = true;
        }

        /** Writes what was set. */
        public void flush() {
            if (dirty) {
                file.write(pageIndex * page.length, page, page.length);
                dirty = false;
            }
        }

        private int load(int index) {
            long wanted = index / PAGE_SLOTS;
            if (wanted != pageIndex) {
                flush();
                file.read(wanted * page.length, page);
                pageIndex = wanted;
            }
            return index % PAGE_SLOTS * SLOT_BYTES;
        }
    }
}
