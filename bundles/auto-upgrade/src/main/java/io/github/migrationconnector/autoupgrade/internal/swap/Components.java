package io.github.migrationconnector.autoupgrade.internal.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Looks at the components of declarative services (OSGi Compendium 8, 112) and at the services that bundles offer. */
final class Components {
    private final ServiceComponentRuntime runtime;
    private final BundleContext context;

    Components(ServiceComponentRuntime runtime, BundleContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    /** The enabled components without a satisfied configuration, by name. */
    Set<String> unsatisfied() {
        Set<String> names = new TreeSet<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            if (runtime.isComponentEnabled(description) && !isSatisfied(description)) {
                names.add(description.name);
            }
        }
        return names;
    }

    private boolean isSatisfied(ComponentDescriptionDTO description) {
        Collection<ComponentConfigurationDTO> configurations = runtime.getComponentConfigurationDTOs(description);
        return !configurations.isEmpty()
                && configurations.stream()
                        .allMatch(configuration -> configuration.state == ComponentConfigurationDTO.SATISFIED
                                || configuration.state == ComponentConfigurationDTO.ACTIVE);
    }

    /** Asks every bundle of a list for every service that it offers; those that it can't give. */
    List<String> withheld(Collection<String> bundles) {
        List<String> missing = new ArrayList<>();
        for (String name : bundles) {
            LiveSwap.find(context, name).ifPresent(bundle -> {
                ServiceReference<?>[] references = bundle.getRegisteredServices();
                for (ServiceReference<?> reference : references == null ? new ServiceReference<?>[0] : references) {
                    if (!gives(reference)) {
                        missing.add(name + " offers a service that it can't give");
                    }
                }
            });
        }
        return missing;
    }

    private boolean gives(ServiceReference<?> reference) {
        Object service = context.getService(reference);
        if (service == null) {
            return false;
        }
        context.ungetService(reference);
        return true;
    }
}
