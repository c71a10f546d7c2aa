package io.github.migrationconnector.api.source;

import java.util.Iterator;
import java.util.Objects;

/**
 * Areas to be read, checked while they are read: ascending, not overlapping, within a capacity. Its iterator throws
 * IllegalArgumentException at the first area that breaks this.
 *
 * @param capacityBytes the size of the disk
 * @param areas what was asked for
 */
public record AscendingAreas(long capacityBytes, Iterable<Extent> areas) implements Iterable<Extent> {
    public AscendingAreas {
        Objects.requireNonNull(areas, "areas");
    }

    @Override
    public Iterator<Extent> iterator() {
        Iterator<Extent> unchecked = areas.iterator();
        return new Iterator<>() {
            private long endBytes;

            @Override
            public boolean hasNext() {
                return unchecked.hasNext();
            }

            @Override
            public Extent next() {
                Extent area = unchecked.next();
                if (area.offsetBytes() < endBytes || area.endBytes() > capacityBytes) {
                    throw new IllegalArgumentException(
                            area + " is not behind " + endBytes + " and within a disk of " + capacityBytes + " bytes");
                }
                endBytes = area.endBytes();
                return area;
            }
        };
    }
}
