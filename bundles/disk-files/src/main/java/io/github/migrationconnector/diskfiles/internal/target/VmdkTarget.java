package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.SnapshotTarget;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;

/**
 * {@code vmdk:PATH}: a stream-optimized VMDK, as OVAs hold them and importers take them. It has no parents, and is there under
 * its name only once it is whole.
 */
@Component(property = SnapshotTarget.SCHEME + "=vmdk")
public final class VmdkTarget implements SnapshotTarget {
    @Override
    public Snapshots at(String location) {
        if (location.isEmpty()) {
            throw StoreProblem.refused("The target 'vmdk:' names no file.", "Write vmdk:PATH.");
        }
        Path file = Path.of(location).toAbsolutePath().normalize();
        if (!StreamOptimizedForm.canHold(file)) {
            throw StoreProblem.refused(
                    "No VMDK can be named " + file.getFileName() + ".",
                    "Choose a name without quotes and backslashes.");
        }
        return new ImageSnapshots(file, new StreamOptimizedForm());
    }
}
