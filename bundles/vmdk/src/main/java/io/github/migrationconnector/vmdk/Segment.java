package io.github.migrationconnector.vmdk;

import io.github.migrationconnector.api.source.Extent;
import java.util.Objects;

/** A part of a disk whose bytes lie in one row. */
public sealed interface Segment {
    /** Which bytes of the disk. */
    Extent place();

    /**
     * Bytes in a file.
     *
     * @param place which bytes of the disk
     * @param file the file
     * @param fileOffsetBytes where in the file the place begins
     */
    record Stored(Extent place, RandomAccess file, long fileOffsetBytes) implements Segment {
        public Stored {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(file, "file");
            if (fileOffsetBytes < 0) {
                throw new IllegalArgumentException("negative offset");
            }
        }
    }

    /**
     * Zeros that are stored nowhere.
     *
     * @param place which bytes of the disk
     */
    record Zeros(Extent place) implements Segment {
        public Zeros {
            Objects.requireNonNull(place, "place");
        }
    }
}
