package io.github.migrationconnector.api.source;

import java.util.List;
import java.util.Objects;

/**
 * How a disk's bytes are stored, as its tables say without the bytes being read.
 *
 * @param storedBytes how many bytes of the disk are in files
 * @param holeBytes how many are zeros that no file holds
 * @param holes how many stretches of such zeros there are
 * @param firstHoles the first of them
 * @param parts which files the disk on top consists of, in its order; those of its parents stand in its description
 * @param oddities what is unusual about it and right all the same, in words
 */
public record DiskLayout(
        long storedBytes,
        long holeBytes,
        long holes,
        List<Extent> firstHoles,
        List<Part> parts,
        List<String> oddities) {
    /** How many holes are listed at most. */
    public static final int MAX_LISTED_HOLES = 100;

    public DiskLayout {
        firstHoles = List.copyOf(firstHoles);
        parts = List.copyOf(parts);
        oddities = List.copyOf(oddities);
    }

    /**
     * An extent of a disk.
     *
     * @param type how it is stored, as the format calls it
     * @param file the name of the file; empty for zeros without one
     * @param place which bytes of the disk
     * @param fileOffsetBytes where in the file it begins
     */
    public record Part(String type, String file, Extent place, long fileOffsetBytes) {
        public Part {
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(place, "place");
        }
    }
}
