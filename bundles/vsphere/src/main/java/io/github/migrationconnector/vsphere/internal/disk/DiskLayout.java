package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.api.source.AscendingAreas;
import io.github.migrationconnector.api.source.Extent;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Which bytes of a flat disk lie where.
 *
 * @param places in the order of the disk, without gaps from 0 on
 */
record DiskLayout(List<Place> places) {
    DiskLayout {
        places = List.copyOf(places);
        long end = 0;
        for (Place place : places) {
            if (place.disk().offsetBytes() != end) {
                throw new IllegalArgumentException("a gap before " + place.disk());
            }
            end = place.disk().endBytes();
        }
    }

    /**
     * A part of the disk.
     *
     * @param disk which bytes
     * @param stored where they lie, as many; empty when they are zeros that are stored nowhere
     */
    record Place(Extent disk, Optional<FileRange> stored) {
        Place {
            if (stored.isPresent() && stored.get().bytes().lengthBytes() != disk.lengthBytes()) {
                throw new IllegalArgumentException("a place of two lengths");
            }
        }

        private Place part(long offsetBytes, long lengthBytes) {
            return new Place(
                    new Extent(offsetBytes, lengthBytes),
                    stored.map(range -> new FileRange(
                            range.file(),
                            range.sizeBytes(),
                            new Extent(range.bytes().offsetBytes() + offsetBytes - disk.offsetBytes(), lengthBytes))));
        }
    }

    long capacityBytes() {
        return places.isEmpty() ? 0 : places.get(places.size() - 1).disk().endBytes();
    }

    /**
     * Cuts areas into pieces that can be asked for one by one.
     *
     * @param areas asked for only as the pieces are
     * @param mostBytes of one piece; cut where the disk's offset is a multiple of it
     */
    Iterator<Place> pieces(Iterable<Extent> areas, long mostBytes) {
        Iterator<Extent> ascending = new AscendingAreas(capacityBytes(), areas).iterator();
        return new Iterator<>() {
            private int at;
            private long offset;
            private long areaEnd;

            @Override
            public boolean hasNext() {
                return offset < areaEnd || ascending.hasNext();
            }

            @Override
            public Place next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                if (offset == areaEnd) {
                    Extent area = ascending.next();
                    offset = area.offsetBytes();
                    areaEnd = area.endBytes();
                }
                while (places.get(at).disk().endBytes() <= offset) {
                    at++;
                }
                long cut = (offset / mostBytes + 1) * mostBytes;
                long end = Math.min(cut, Math.min(areaEnd, places.get(at).disk().endBytes()));
                Place piece = places.get(at).part(offset, end - offset);
                offset = end;
                return piece;
            }
        };
    }
}
