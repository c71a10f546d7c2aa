package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.SnapshotTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;

/** {@code dir:PATH}: a directory that keeps snapshots as EBS does. */
@Component(property = SnapshotTarget.SCHEME + "=dir")
public final class DirectoryTarget implements SnapshotTarget {
    // one object a directory, since a file lock only holds against other processes
    private final Map<Path, Snapshots> open = new ConcurrentHashMap<>();

    @Override
    public Snapshots at(String location) {
        if (location.isEmpty()) {
            throw StoreProblem.refused("The target 'dir:' names no directory.", "Write dir:PATH.");
        }
        return open.computeIfAbsent(Path.of(location).toAbsolutePath().normalize(), DirectorySnapshots::new);
    }
}
