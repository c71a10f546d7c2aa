package io.github.migrationconnector.httpapi.internal.resource;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Asks the framework. */
public final class OsgiFramework implements Framework {
    private final BundleContext context;

    public OsgiFramework(BundleContext context) {
        this.context = context;
    }

    @Override
    public String version() {
        return context.getBundle().getVersion().toString();
    }

    @Override
    public List<InstalledBundle> bundles() {
        return Stream.of(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                .map(OsgiFramework::view)
                .sorted(Comparator.comparing(InstalledBundle::name))
                .toList();
    }

    private static InstalledBundle view(Bundle bundle) {
        int state = bundle.getState();
        boolean fragment = bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
        // STARTING: a bundle that starts when a class of it is first used
        boolean well = state == Bundle.ACTIVE || state == Bundle.STARTING || (fragment && state == Bundle.RESOLVED);
        return new InstalledBundle(bundle.getSymbolicName(), bundle.getVersion().toString(), name(state), well);
    }

    private static String name(int state) {
        return switch (state) {
            case Bundle.UNINSTALLED -> "UNINSTALLED";
            case Bundle.INSTALLED -> "INSTALLED";
            case Bundle.RESOLVED -> "RESOLVED";
            case Bundle.STARTING -> "STARTING";
            case Bundle.STOPPING -> "STOPPING";
            case Bundle.ACTIVE -> "ACTIVE";
            default -> "STATE_" + state;
        };
    }
}
