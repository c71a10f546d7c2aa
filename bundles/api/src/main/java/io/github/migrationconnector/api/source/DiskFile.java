package io.github.migrationconnector.api.source;

import java.util.Objects;

/**
 * One file of a disk's chain.
 *
 * @param path where its owner finds it: a file path, or a datastore path
 * @param format what it is: {@code raw}, {@code vmfs-flat}, {@code sesparse}, {@code stream-optimized}, …
 * @param sizeBytes how long it is
 * @param contentId what tells this content from another under the same name (CID and parent CID of a VMDK, modification
 *     time of a raw file); empty when the format has none
 */
public record DiskFile(String path, String format, long sizeBytes, String contentId) {
    public DiskFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(contentId, "contentId");
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("negative size of " + path);
        }
    }
}
