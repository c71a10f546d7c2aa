package io.github.migrationconnector.lab;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Lab} as a parameter. One lab serves all test classes of a JVM, so each test takes its own VMs and
 * names, and closes its faults.
 */
public final class LabExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LabExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Lab.class,
                        key -> new Shared(Lab.start(Path.of(
                                "target",
                                "lab",
                                Long.toString(ProcessHandle.current().pid())))),
                        Shared.class)
                .lab();
    }

    private record Shared(Lab lab) implements CloseableResource {
        @Override
        public void close() {
            lab.close();
        }
    }
}
