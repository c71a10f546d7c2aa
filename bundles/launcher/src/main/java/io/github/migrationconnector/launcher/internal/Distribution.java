package io.github.migrationconnector.launcher.internal;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The installed files, never written to.
 *
 * @param directory the distribution's top directory
 */
public record Distribution(Path directory) {
    public Distribution {
        directory = directory.toAbsolutePath().normalize();
        if (!Files.isRegularFile(directory.resolve("bundles").resolve(SetList.FILE_NAME))) {
            throw new LaunchException(
                    directory + " is not an installed connector", "start it by bin/connector of the distribution");
        }
    }

    /** The bundle set that came with it. */
    Path bundles() {
        return directory.resolve("bundles");
    }

    /** The settings that a new home gets. */
    Path conf() {
        return directory.resolve("conf");
    }
}
