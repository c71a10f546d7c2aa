package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Goes over a disk from its first byte on and hands what lies in the wanted areas to a sink. */
final class AreaCursor {
    private final Iterator<Extent> areas;
    private final Deque<Extent> ahead = new ArrayDeque<>();
    private final ExtentSink sink;
    private long diskOffset;
    private long areaStart;
    private long areaEnd;

    /** @param areas ascending, not overlapping; asked for one at a time */
    AreaCursor(Iterable<Extent> areas, ExtentSink sink) {
        this.areas = areas.iterator();
        this.sink = sink;
    }

    /** Whether a byte of a part further on is wanted, which comes after all that were asked for so before. */
    boolean wantsAhead(long fromBytes, long endBytes) {
        while (areas.hasNext() && (ahead.isEmpty() || ahead.getLast().endBytes() < endBytes)) {
            ahead.addLast(areas.next());
        }
        return Math.max(fromBytes, areaStart) < Math.min(endBytes, areaEnd)
                || ahead.stream()
                        .anyMatch(
                                area -> Math.max(fromBytes, area.offsetBytes()) < Math.min(endBytes, area.endBytes()));
    }

    /** Whether a byte between here and an offset is wanted. */
    boolean wants(long endBytes) {
        while (areaEnd <= diskOffset && (!ahead.isEmpty() || areas.hasNext())) {
            Extent next = ahead.isEmpty() ? areas.next() : ahead.removeFirst();
            areaStart = next.offsetBytes();
            areaEnd = next.endBytes();
        }
        return Math.max(diskOffset, areaStart) < Math.min(endBytes, areaEnd);
    }

    /** Passes over what nobody wants. */
    void skipTo(long endBytes) {
        diskOffset = endBytes;
    }

    /** Everything up to an offset is zeros. */
    void zerosUpTo(long endBytes) throws InterruptedException {
        while (wants(endBytes)) {
            long from = Math.max(diskOffset, areaStart);
            long to = Math.min(endBytes, areaEnd);
            sink.zeros(from, to - from);
            diskOffset = to;
        }
        diskOffset = Math.max(diskOffset, endBytes);
    }

    /** The next bytes of the disk. */
    void bytes(ByteBuffer content) throws InterruptedException {
        long start = diskOffset - content.position();
        long endBytes = diskOffset + content.remaining();
        while (wants(endBytes)) {
            long from = Math.max(diskOffset, areaStart);
            ByteBuffer room = sink.room(from, Math.min(endBytes, areaEnd) - from);
            int length = room.remaining();
            room.put(content.slice((int) (from - start), length));
            diskOffset = from + length;
        }
        diskOffset = endBytes;
    }
}
