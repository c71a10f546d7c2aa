package io.github.migrationconnector.autoupgrade.internal.swap;

import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.CheckState;
import io.github.migrationconnector.api.health.Health;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** Health checks of what is on this machine; the trouble of vCenter or AWS is no new set's. As of their last looks. */
final class LocalChecks {
    private static final Set<String> OF_THIS_MACHINE = Set.of("STORE", "JOURNAL", "AUDIT");

    private final BundleContext context;

    LocalChecks(BundleContext context) {
        this.context = context;
    }

    /** The names of those that fail; none while nobody looks. */
    Set<String> failing() {
        ServiceReference<Health> reference = context.getServiceReference(Health.class);
        Health health = reference == null ? null : context.getService(reference);
        Set<String> names = new TreeSet<>();
        if (health != null) {
            for (CheckResult check : health.health().checks()) {
                if (check.state() == CheckState.FAILING && OF_THIS_MACHINE.contains(check.name())) {
                    names.add(check.name());
                }
            }
            context.ungetService(reference);
        }
        return names;
    }
}
