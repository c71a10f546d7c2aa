package io.github.migrationconnector.logbridges.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Brings what is said by Java's own logging into the log, from WARNING on, as the launcher sets it. Standard error, where it
 * goes by itself, is read by nobody, and nothing takes secrets out there.
 */
@Component(
        immediate = true,
        service = {})
public final class JavaLogBridge {
    @Activate
    public JavaLogBridge() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    @Deactivate
    void close() {
        SLF4JBridgeHandler.uninstall();
    }
}
