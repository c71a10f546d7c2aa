package io.github.migrationconnector.logupload.internal;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * Where the connector keeps things.
 *
 * @param home its own directory
 * @param conf its settings
 */
public record HomeFiles(Path home, Path conf) {
    public static HomeFiles of(BundleContext context) {
        String home = context.getProperty("connector.home");
        if (home == null) {
            throw new IllegalStateException("the framework property connector.home is missing");
        }
        String conf = context.getProperty("felix.fileinstall.dir");
        return new HomeFiles(Path.of(home), conf == null ? Path.of(home, "conf") : Path.of(conf));
    }

    public Path log() {
        return home.resolve("log");
    }
}
