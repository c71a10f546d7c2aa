package io.github.migrationconnector.api.source;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a disk is.
 *
 * @param format as its owner names it
 * @param capacityBytes the size that the guest sees, at least 1; need not be whole sectors or blocks
 * @param identity what a resume is bound to, by name: VM snapshot, device key, disk UUID, … Equal maps mean: the same
 *     bytes. Together with {@code files} it is the identity of correctness rule 1
 * @param files the files of its chain, base first
 */
public record DiskDescription(String format, long capacityBytes, Map<String, String> identity, List<DiskFile> files) {
    public DiskDescription {
        Objects.requireNonNull(format, "format");
        if (capacityBytes < 1) {
            throw new IllegalArgumentException("a disk of " + capacityBytes + " bytes");
        }
        identity = Map.copyOf(identity);
        files = List.copyOf(files);
    }
}
