package io.github.migrationconnector.itest;

import java.nio.file.Files;
import java.nio.file.Path;

/** The distribution that is tested. */
public final class Installed {
    private Installed() {}

    /** Its directory, as the build laid it out. */
    public static Path directory() {
        Path directory = Path.of(System.getProperty("connector.installed", "")).normalize();
        if (!Files.isExecutable(directory.resolve("bin/connector"))) {
            throw new IllegalStateException(
                    "no distribution in " + directory + ": build it with mvn -pl bundles/distribution -am package");
        }
        return directory;
    }

    static Path archive() {
        Path directory = directory();
        return directory.resolveSibling(directory.getFileName() + ".tar.gz");
    }
}
