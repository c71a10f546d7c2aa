package io.github.migrationconnector.registration.internal;

import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/** Where this connector keeps its settings. */
final class Homes {
    private static final String HOME_PROPERTY = "connector.home";

    /** File Install's own property: it must look where we write. */
    private static final String SETTINGS_PROPERTY = "felix.fileinstall.dir";

    private Homes() {}

    static Path settingsDirectory(BundleContext context) {
        String settings = context.getProperty(SETTINGS_PROPERTY);
        if (settings != null) {
            return Path.of(settings);
        }
        String home = context.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME_PROPERTY + " is not set");
        }
        return Path.of(home, "conf");
    }
}
