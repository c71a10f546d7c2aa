package io.github.migrationconnector.consolemenu.internal;

import io.github.migrationconnector.consolemenu.internal.machine.Privileged;
import io.github.migrationconnector.consolemenu.internal.machine.WitnessedPrivileged;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What the menu works on.
 *
 * @param connector the daemon, which may not run
 * @param privileged what needs root, which works without the daemon; what it changes is written down
 * @param trail where it is written down
 * @param files where files for the person are laid
 * @param reports what the first boot said, file by file; none where there was none
 */
public record Machine(Connector connector, Privileged privileged, ActionTrail trail, Path files, List<Path> reports) {
    public Machine {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(trail, "trail");
        privileged = new WitnessedPrivileged(privileged, trail);
        Objects.requireNonNull(files, "files");
        reports = List.copyOf(reports);
    }
}
