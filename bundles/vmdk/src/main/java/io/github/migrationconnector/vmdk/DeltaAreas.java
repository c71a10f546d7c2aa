package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.Extent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What changed between two points in time of one disk, read from the tables of the deltas alone: every grain that a delta
 * holds or has zeroed, on both ways from their nearest common link. Bytes outside of these areas are the same in both.
 *
 * <p>Areas are widened to units, and to coarser ones when there would be too many: a bit a unit and a bounded list are all
 * that is kept. What is reported but is the same is only read in vain.
 */
public final class DeltaAreas {
    /** Above this many areas, units are doubled. */
    static final int MAX_AREAS = 1 << 18;

    private static final long MAX_UNITS = 1L << 28;

    private final long capacityBytes;
    private final long unitBytes;
    private final BitSet changed = new BitSet();

    private DeltaAreas(long capacityBytes, long unitBytes) {
        this.capacityBytes = capacityBytes;
        this.unitBytes = unitBytes;
    }

    /**
     * Compares two points in time.
     *
     * @param before as it was, complete; its links need not be open any more when all of them are shared
     * @param now as it is
     * @param sharedLinks how many links, from the base on, are the same, unchanged files in both: at least 1. The caller
     *     must know it (from {@code backing.parent} and the CIDs), file names prove nothing
     * @param unitBytes what areas are widened to, a power of two of at least 512
     * @return ascending, not overlapping, not adjoining, within the capacity of {@code now}
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static List<Extent> between(VmdkChain before, VmdkChain now, int sharedLinks, int unitBytes)
            throws InterruptedException {
        if (sharedLinks < 1
                || sharedLinks > Math.min(before.links().size(), now.links().size())) {
            throw new IllegalArgumentException("two chains that share " + sharedLinks + " links");
        }
        if (unitBytes < VmdkExtent.SECTOR_BYTES || Integer.bitCount(unitBytes) != 1) {
            throw new IllegalArgumentException("units of " + unitBytes + " bytes");
        }
        for (int at = 0; at < sharedLinks; at++) {
            if (before.links().get(at).descriptor().contentId()
                    != now.links().get(at).descriptor().contentId()) {
                throw new IllegalArgumentException("link " + (at + 1) + " is not the same in both chains");
            }
        }
        long capacity = now.top().capacityBytes();
        long unit = unitBytes;
        while (capacity / unit > MAX_UNITS) {
            unit *= 2;
        }
        DeltaAreas areas = new DeltaAreas(capacity, unit);
        areas.addAbove(before, sharedLinks);
        areas.addAbove(now, sharedLinks);
        if (before.top().capacityBytes() < capacity) {
            areas.add(before.top().capacityBytes(), capacity);
        }
        return areas.list();
    }

    private void addAbove(VmdkChain chain, int sharedLinks) throws InterruptedException {
        for (VmdkLink link : chain.links().subList(sharedLinks, chain.links().size())) {
            LayerCursor cursor = new LayerCursor(link.layer());
            long end = Math.min(capacityBytes, link.layer().capacityBytes());
            long offset = 0;
            while (offset < end) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Run run = cursor.at(offset, end - offset);
                if (run.kind() != Run.Kind.ABSENT) {
                    add(offset, Math.min(end, offset + run.lengthBytes()));
                }
                offset += run.lengthBytes();
            }
        }
    }

    private void add(long from, long to) {
        changed.set((int) (from / unitBytes), (int) ((to + unitBytes - 1) / unitBytes));
    }

    private List<Extent> list() {
        int scale = 0;
        while (count(scale) > MAX_AREAS) {
            scale++;
        }
        List<Extent> areas = new ArrayList<>();
        long width = unitBytes << scale;
        int at = changed.nextSetBit(0);
        while (at >= 0) {
            long from = (at >> scale) * width;
            int last = endOfRun(at, scale);
            long to = Math.min(capacityBytes, ((last >> scale) + 1) * width);
            areas.add(new Extent(from, to - from));
            at = changed.nextSetBit(last + 1);
        }
        return areas;
    }

    private int count(int scale) {
        int runs = 0;
        for (int at = changed.nextSetBit(0); at >= 0; at = changed.nextSetBit(endOfRun(at, scale) + 1)) {
            runs++;
        }
        return runs;
    }

    /** The last changed unit of the area that begins with one, when units as wide as {@code 1 << scale} are joined. */
    private int endOfRun(int first, int scale) {
        int last = changed.nextClearBit(first) - 1;
        int next = changed.nextSetBit(last + 1);
        while (next >= 0 && (next >> scale) <= (last >> scale) + 1) {
            last = changed.nextClearBit(next) - 1;
            next = changed.nextSetBit(last + 1);
        }
        return last;
    }
}
