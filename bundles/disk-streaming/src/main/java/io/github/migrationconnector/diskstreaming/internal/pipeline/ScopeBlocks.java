package io.github.migrationconnector.diskstreaming.internal.pipeline;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.diskstreaming.internal.journal.DigestTable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

/**
 * The areas of a disk that are read: widened to whole blocks, merged, without the blocks that an earlier attempt decided.
 * Walked over once, lazily.
 */
public final class ScopeBlocks implements Iterable<Extent> {
    /** No area is longer, so that the first is there before the whole table was looked through. */
    private static final int MOST_BLOCKS = 4096;

    private final int blockSizeBytes;
    private final long capacityBytes;
    private final List<Extent> areas;
    private final DigestTable decided;
    private long emittedBytes;

    /**
     * @param blockSizeBytes size of a block
     * @param capacityBytes size of the disk
     * @param areas ascending, not overlapping
     * @param decided blocks that have a slot here are passed over
     */
    public ScopeBlocks(int blockSizeBytes, long capacityBytes, List<Extent> areas, DigestTable decided) {
        this.blockSizeBytes = blockSizeBytes;
        this.capacityBytes = capacityBytes;
        this.areas = areas;
        this.decided = decided;
    }

    /** How many blocks are in scope, those that were decided earlier included. */
    public long blocks() {
        long count = 0;
        for (Iterator<Range> ranges = new Ranges(); ranges.hasNext(); ) {
            Range range = ranges.next();
            count += range.end - range.first;
        }
        return count;
    }

    @Override
    public Iterator<Extent> iterator() {
        return new Undecided();
    }

    /** Tells of blocks whether they are in scope; they must be asked for in ascending order, by one thread. */
    public IntPredicate ascending() {
        Iterator<Range> ranges = new Ranges();
        AtomicReference<Range> current = new AtomicReference<>(new Range(0, 0));
        return index -> {
            while (index >= current.get().end && ranges.hasNext()) {
                current.set(ranges.next());
            }
            return current.get().first <= index && index < current.get().end;
        };
    }

    void checkDelivered(long bytes) {
        if (bytes != emittedBytes) {
            throw Problem.fatal(
                            "SOURCE_BROKEN",
                            "The source's reader delivered " + bytes + " bytes of " + emittedBytes + ".",
                            "Report this: it is an error of the connector.")
                    .asException();
        }
    }

    private record Range(long first, long end) {}

    /** The areas as runs of blocks. */
    private final class Ranges implements Iterator<Range> {
        private final Iterator<Extent> from = new AscendingAreas(capacityBytes, areas).iterator();
        private Range ahead = from.hasNext() ? widened(from.next()) : null;

        private Range widened(Extent area) {
            return new Range(
                    area.offsetBytes() / blockSizeBytes, (area.endBytes() + blockSizeBytes - 1) / blockSizeBytes);
        }

        @Override
        public boolean hasNext() {
            return ahead != null;
        }

        @Override
        public Range next() {
            if (ahead == null) {
                throw new NoSuchElementException();
            }
            Range range = ahead;
            ahead = null;
            while (from.hasNext() && ahead == null) {
                Range next = widened(from.next());
                if (next.first <= range.end) {
                    range = new Range(range.first, Math.max(range.end, next.end));
                } else {
                    ahead = next;
                }
            }
            return range;
        }
    }

    /** Those runs, cut where blocks are decided already. */
    private final class Undecided implements Iterator<Extent> {
        private final Iterator<Range> ranges = new Ranges();
        private final DigestTable.Walk walk = decided.walk();
        private Range rest = new Range(0, 0);

        @Override
        public boolean hasNext() {
            long first = rest.first;
            while (true) {
                while (first < rest.end && walk.at((int) first).isPresent()) {
                    first++;
                }
                if (first < rest.end) {
                    rest = new Range(first, rest.end);
                    return true;
                }
                if (!ranges.hasNext()) {
                    return false;
                }
                rest = ranges.next();
                first = rest.first;
            }
        }

        @Override
        public Extent next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long end = rest.first;
            while (end < Math.min(rest.end, rest.first + MOST_BLOCKS)
                    && walk.at((int) end).isEmpty()) {
                end++;
            }
            long offset = rest.first * blockSizeBytes;
            Extent extent = new Extent(offset, Math.min(end * blockSizeBytes, capacityBytes) - offset);
            rest = new Range(end, rest.end);
            emittedBytes += extent.lengthBytes();
            return extent;
        }
    }
}
