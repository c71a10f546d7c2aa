package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk made of segments: hands its bytes to a sink, straight from file to the sink's room. Used by one thread at a time. */
public final class SegmentedDisk implements AutoCloseable {
    private final List<Segment> segments;
    private final long capacityBytes;

    /** @param segments in the order of the disk, without gaps from 0 on; the disk closes their files */
    public SegmentedDisk(List<Segment> segments) {
        long end = 0;
        for (Segment segment : segments) {
            if (segment.place().offsetBytes() != end) {
                throw new IllegalArgumentException("a gap before " + segment.place());
            }
            end = segment.place().endBytes();
        }
        if (end == 0) {
            throw new IllegalArgumentException("no segments");
        }
        this.segments = List.copyOf(segments);
        this.capacityBytes = end;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    /** What {@link io.github.migrationconnector.api.source.DiskReader#forEachExtent} does. */
    public void forEachExtent(Iterable<Extent> areas, ExtentSink sink) throws InterruptedException {
        int at = 0;
        for (Extent area : new AscendingAreas(capacityBytes, areas)) {
            long offset = area.offsetBytes();
            while (offset < area.endBytes()) {
                while (segments.get(at).place().endBytes() <= offset) {
                    at++;
                }
                offset += deliver(segments.get(at), offset, area.endBytes(), sink);
            }
        }
    }

    private static long deliver(Segment segment, long offset, long areaEnd, ExtentSink sink)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long length = Math.min(areaEnd, segment.place().endBytes()) - offset;
        if (segment instanceof Segment.Stored stored) {
            ByteBuffer room = sink.room(offset, length);
            int filled = room.remaining();
            stored.file()
                    .read(stored.fileOffsetBytes() + offset - stored.place().offsetBytes(), room);
            return filled;
        }
        sink.zeros(offset, length);
        return length;
    }

    /** Closes the segments' files. */
    @Override
    public void close() {
        for (Segment segment : segments) {
            if (segment instanceof Segment.Stored stored) {
                stored.file().close();
            }
        }
    }
}
