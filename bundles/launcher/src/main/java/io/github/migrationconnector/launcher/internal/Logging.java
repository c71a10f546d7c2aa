package io.github.migrationconnector.launcher.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tells the log bundles, which only read system properties, where their settings are and where to write. */
final class Logging {
    private Logging() {}

    static void direct(Home home, Mode mode) {
        // commands write to standard error, since several may run at once beside the daemon
        // what is logged before the log bundles run, or after, goes to standard error by Java's own logging
        Logger.getLogger("").setLevel(Level.WARNING);
        Path configuration = home.conf().resolve(mode == Mode.RUN ? "logback.xml" : "logback-command.xml");
        if (Files.exists(configuration)) {
            System.setProperty(
                    "logback.configurationFile", configuration.toUri().toString());
        }
        System.setProperty("connector.log.directory", home.log().toString());
        System.setProperty("org.sqlite.tmpdir", home.temporary().toString());
        System.setProperty("java.io.tmpdir", home.temporary().toString());
    }
}
