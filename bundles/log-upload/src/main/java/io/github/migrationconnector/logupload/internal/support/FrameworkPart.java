package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Versions, and how bundles and components are. */
final class FrameworkPart implements Part {
    private final BundleContext context;
    private final ServiceComponentRuntime runtime;

    FrameworkPart(BundleContext context, ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Override
    public void add(Zipped zip) throws IOException {
        ObjectNode versions = JsonNodeFactory.instance.objectNode();
        versions.put("connector", context.getBundle().getVersion().toString())
                .put("set", String.valueOf(context.getProperty("connector.set")))
                .put("framework", context.getBundle(0).getVersion().toString())
                .put("java", Runtime.version().toString())
                .put("javaVendor", System.getProperty("java.vendor", ""))
                .put("os", System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""));
        zip.add("versions.json", versions);
        zip.add("bundles.json", bundles());
        zip.add("components.json", components());
    }

    private ArrayNode bundles() {
        ArrayNode bundles = JsonNodeFactory.instance.arrayNode();
        for (Bundle bundle : context.getBundles()) {
            bundles.addObject()
                    .put("name", bundle.getSymbolicName())
                    .put("version", bundle.getVersion().toString())
                    .put("state", state(bundle.getState()))
                    .put(
                            "services",
                            bundle.getRegisteredServices() == null ? 0 : bundle.getRegisteredServices().length);
        }
        return bundles;
    }

    private static String state(int state) {
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

    private ArrayNode components() {
        ArrayNode components = JsonNodeFactory.instance.arrayNode();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            ObjectNode component = components.addObject().put("name", description.name);
            ArrayNode configurations = component.putArray("configurations");
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                ObjectNode node = configurations.addObject().put("state", state(configuration));
                ArrayNode missing = node.putArray("misses");
                for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                    missing.add(reference.name);
                }
                if (configuration.failure != null) {
                    node.put("failure", configuration.failure);
                }
            }
        }
        return components;
    }

    private static String state(ComponentConfigurationDTO configuration) {
        return switch (configuration.state) {
            case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION -> "UNSATISFIED_CONFIGURATION";
            case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> "UNSATISFIED_REFERENCE";
            case ComponentConfigurationDTO.SATISFIED -> "SATISFIED";
            case ComponentConfigurationDTO.ACTIVE -> "ACTIVE";
            case ComponentConfigurationDTO.FAILED_ACTIVATION -> "FAILED_ACTIVATION";
            default -> "STATE_" + configuration.state;
        };
    }
}
