package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the launcher start the framework anew, with the set that the pointer names by then. The request is a file. One that lies
 * ready takes its place when the disk is full: a framework that is half swapped must not stay, and one that stops without a
 * request would be the daemon's end.
 */
final class Restart {
    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final byte[] AGAIN = {};
    private static final byte[] NEW_PROCESS = "new-process\n".getBytes(StandardCharsets.US_ASCII);

    private final BundleContext context;
    private final Path request;
    private final Path ready;

    Restart(BundleContext context, Path home) {
        this.context = context;
        this.request = home.resolve("run/restart");
        this.ready = home.resolve("run/restart.ready");
    }

    /** Sees to it that a restart can be asked for on a full disk too; before anything is changed that may need one. */
    void prepare() {
        try {
            if (!Files.exists(ready)) {
                DurableFiles.write(ready, NEW_PROCESS);
            }
        } catch (IOException e) {
            LOG.warn("A restart could not be asked for if the disk were full: {}", e.getMessage());
        }
    }

    /** In the same process. */
    void again() {
        ask(AGAIN);
    }

    /** In another: something of this one would act on. */
    void inNewProcess() {
        ask(NEW_PROCESS);
    }

    private void ask(byte[] how) {
        try {
            write(how);
            // an update of the system bundle would start the old set again (OSGi Core 8, 10.2.2.11)
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException | IOException e) {
            throw new IllegalStateException("the framework can't be started anew", e);
        }
    }

    private void write(byte[] how) throws IOException {
        try {
            DurableFiles.write(request, how);
        } catch (IOException full) {
            if (!Files.exists(ready)) {
                throw full;
            }
            LOG.warn("A new process is asked for by the file that lay ready: {}", full.getMessage());
            Files.move(ready, request, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
