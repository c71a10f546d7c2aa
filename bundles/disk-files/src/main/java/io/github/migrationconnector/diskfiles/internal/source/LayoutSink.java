package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.ExtentSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Sees how a disk is stored by reading all of it, when no table tells. */
final class LayoutSink implements ExtentSink {
    private static final int ROOM_BYTES = 64 * 1024;

    private final ByteBuffer forgotten = ByteBuffer.allocate(ROOM_BYTES);
    private final List<Extent> firstHoles = new ArrayList<>();
    private long storedBytes;
    private long holeBytes;
    private long holes;
    private Extent hole = new Extent(0, 1);
    private boolean inHole;

    @Override
    public ByteBuffer room(long offsetBytes, long lengthBytes) {
        endHole();
        int length = (int) Math.min(lengthBytes, ROOM_BYTES);
        storedBytes += length;
        return forgotten.clear().limit(length);
    }

    @Override
    public void zeros(long offsetBytes, long lengthBytes) {
        holeBytes += lengthBytes;
        hole = inHole
                ? new Extent(hole.offsetBytes(), hole.lengthBytes() + lengthBytes)
                : new Extent(offsetBytes, lengthBytes);
        inHole = true;
    }

    private void endHole() {
        if (inHole) {
            holes++;
            if (firstHoles.size() < DiskLayout.MAX_LISTED_HOLES) {
                firstHoles.add(hole);
            }
        }
        inHole = false;
    }

    /** What was seen of a whole disk. */
    DiskLayout layout(DiskFacts facts) {
        endHole();
        return new DiskLayout(storedBytes, holeBytes, holes, firstHoles, facts.parts(), facts.oddities());
    }
}
