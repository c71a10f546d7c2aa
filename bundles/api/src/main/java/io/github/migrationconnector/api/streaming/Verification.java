package io.github.migrationconnector.api.streaming;

import java.util.List;

/**
 * What a verification found.
 *
 * @param blocksCompared how many blocks the disk has
 * @param differing how many of them differ
 * @param firstDiffering the indexes of the first of them, at most 100, ascending
 */
public record Verification(long blocksCompared, long differing, List<Integer> firstDiffering) {
    public Verification {
        firstDiffering = List.copyOf(firstDiffering);
        if (differing < firstDiffering.size()) {
            throw new IllegalArgumentException("more examples than differing blocks");
        }
    }

    public boolean equal() {
        return differing == 0;
    }
}
