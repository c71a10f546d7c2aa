package io.github.migrationconnector.logbridges.internal;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Brings what is said by Java's own logging into the log, from WARNING on, as the launcher sets it. Standard error, where it
 * goes by itself, is read by nobody, and nothing takes secrets out there. What is said while this isn't there goes there still.
 */
@Component(
        immediate = true,
        service = {})
public final class JavaLogBridge {
    private final Logger root = LogManager.getLogManager().getLogger("");
    private final List<Handler> before = List.of(root.getHandlers());

    @Activate
    public JavaLogBridge() {
        // in this order, here and at the end, nothing falls between the two
        SLF4JBridgeHandler.install();
        before.forEach(root::removeHandler);
    }

    @Deactivate
    void close() {
        before.forEach(root::addHandler);
        SLF4JBridgeHandler.uninstall();
    }
}
