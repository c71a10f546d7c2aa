package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Byte for byte as the guest sees it. */
final class RawForm implements ImageForm {
    @Override
    public void complete(Parts parts, Path file, long capacityBytes) throws IOException {
        try (RandomAccessFile image = new RandomAccessFile(parts.image().toFile(), "rw")) {
            // neither the last block's padding nor a hole at the end may change the disk's size
            image.setLength(capacityBytes);
            image.getFD().sync();
        }
        Files.move(parts.image(), file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void discard(Path file) {
        // a move leaves nothing
    }

    @Override
    public SnapshotReader read(OpenSnapshot snapshot, Path file) {
        return new ImageReader(snapshot, file);
    }
}
