package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import java.io.IOException;
import java.nio.file.Path;

/** What a disk image is in the end; while it is written it is the same for all of them. */
interface ImageForm {
    /**
     * An image with all of its blocks.
     *
     * @param image each block at its place
     * @param slots which blocks there are
     */
    record Parts(Path image, Path slots) {}

    /**
     * Puts the image under its name, durably and at once; the parts' image is gone afterwards, and not before. May be called
     * again when the process ended meanwhile.
     *
     * @param file its name
     * @param capacityBytes the disk's size
     */
    void complete(Parts parts, Path file, long capacityBytes) throws IOException;

    /** Removes what a completion that was broken off has left. */
    void discard(Path file) throws IOException;

    /** Reads an image that is complete. */
    SnapshotReader read(OpenSnapshot snapshot, Path file);
}
