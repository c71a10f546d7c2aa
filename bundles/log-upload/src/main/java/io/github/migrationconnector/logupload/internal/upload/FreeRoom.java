package io.github.migrationconnector.logupload.internal.upload;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is for what may wait, on a disk with what may not. */
final class FreeRoom {
    /** What is left to everything else, or a tenth of a small disk: as for the logs themselves. */
    private static final long KEPT_FREE = 256L << 20;

    private static final int PART_TO_KEEP_FREE = 10;

    private final Path place;

    FreeRoom(Path place) {
        this.place = place;
    }

    /** Whether that much more may be written. */
    boolean isFor(long bytes) {
        try {
            FileStore store = Files.getFileStore(place);
            long kept = Math.min(KEPT_FREE, store.getTotalSpace() / PART_TO_KEEP_FREE);
            return store.getUsableSpace() - kept >= bytes;
        } catch (IOException unknown) {
            return true;
        }
    }
}
