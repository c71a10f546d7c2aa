package io.github.migrationconnector.copy.internal.environment;

import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets the connections come from the environment when the process carries out one command. A daemon has its own, from its
 * settings, and must not be pointed elsewhere by a variable that its service manager happened to pass on.
 */
@Component(
        service = {},
        immediate = true)
public final class CommandMode {
    /** Framework property: {@code command} or {@code run}. */
    private static final String MODE = "connector.mode";

    @Activate
    public CommandMode(ComponentContext context) {
        if ("command".equals(context.getBundleContext().getProperty(MODE))) {
            context.enableComponent(EnvironmentAwsConnection.class.getName());
            context.enableComponent(EnvironmentVcenterConnection.class.getName());
        }
    }
}
