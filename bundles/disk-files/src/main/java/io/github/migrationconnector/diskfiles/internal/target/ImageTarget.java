package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.SnapshotTarget;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/** {@code raw:PATH}: a disk image in a file. It has no parents, and is there under its name only once it is whole. */
@Component(property = SnapshotTarget.SCHEME + "=raw")
public final class ImageTarget implements SnapshotTarget {
    @Override
    public Snapshots at(String location) {
        if (location.isEmpty()) {
            throw StoreProblem.refused("The target 'raw:' names no file.", "Write raw:PATH.");
        }
        return new ImageSnapshots(Path.of(location).toAbsolutePath().normalize(), new RawForm());
    }
}
