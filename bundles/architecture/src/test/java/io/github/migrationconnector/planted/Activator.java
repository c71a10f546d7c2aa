package io.github.migrationconnector.planted;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Breaks: no BundleActivator. */
final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        // starts nothing
    }

    @Override
    public void stop(BundleContext context) {
        // stops nothing
    }
}
