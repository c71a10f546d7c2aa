package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.upgrade.BundleChange;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import io.github.migrationconnector.autoupgrade.internal.set.InstalledSet;
import io.github.migrationconnector.autoupgrade.internal.set.SetDifference;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.FrameworkWiring;

/** Finds out what an upgrade touches in the running framework. */
public final class Planner {
    private static final String CONTRACTS = "io.github.migrationconnector.api.";

    private final BundleContext context;

    public Planner(BundleContext context) {
        this.context = context;
    }

    /** What changes from the set in force to another. */
    public SetDifference difference(InstalledSet from, InstalledSet to) {
        Set<String> platform = from.platformBundles();
        String self = context.getBundle().getSymbolicName();
        return new SetDifference(from, to, self, name -> LiveSwap.find(context, name).stream()
                .flatMap(bundle -> closure(List.of(bundle)).stream())
                .map(Bundle::getSymbolicName)
                .noneMatch(touched -> touched.equals(self) || platform.contains(touched)));
    }

    /** The contracts that are away for a moment, by name. */
    public List<String> services(List<BundleChange> changes) {
        boolean all = changes.stream().anyMatch(change -> change.way() == ChangeWay.RESTART);
        Set<String> changed = changes.stream()
                .filter(change -> change.way() == ChangeWay.LIVE)
                .map(BundleChange::name)
                .collect(Collectors.toSet());
        List<Bundle> touched = Stream.of(context.getBundles())
                .filter(bundle -> all || changed.contains(bundle.getSymbolicName()))
                .toList();
        Set<String> names = new TreeSet<>();
        for (Bundle bundle : touched.isEmpty() ? touched : closure(touched)) {
            ServiceReference<?>[] references = bundle.getRegisteredServices();
            for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                Stream.of((String[]) reference.getProperty(Constants.OBJECTCLASS))
                        .filter(name -> name.startsWith(CONTRACTS))
                        // nobody misses it but whoever watches the swap
                        .filter(name -> !name.equals(HealthProbe.class.getName()))
                        .forEach(names::add);
            }
        }
        return List.copyOf(names);
    }

    /** The bundles that a refresh of these would stop. */
    private Collection<Bundle> closure(Collection<Bundle> bundles) {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .getDependencyClosure(bundles);
    }
}
