package io.github.migrationconnector.diskstreaming.internal;

import io.github.migrationconnector.api.source.DiskSource;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.target.SnapshotTarget;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.framework.BundleContext;

/** The streaming component as the framework would put it together, with the defaults of its settings. */
public final class StreamingParts implements AutoCloseable {
    private final TransferComponent component = new TransferComponent();

    public StreamingParts(Path home, DiskSource source, String[] sourceSchemes, SnapshotTarget target) {
        BundleContext framework = (BundleContext) Proxy.newProxyInstance(
                StreamingParts.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> home.toString());
        TransferComponent.Config defaults = (TransferComponent.Config) Proxy.newProxyInstance(
                StreamingParts.class.getClassLoader(),
                new Class<?>[] {TransferComponent.Config.class},
                (proxy, method, arguments) -> method.getDefaultValue());
        component.addSource(source, Map.of(DiskSource.SCHEME, sourceSchemes));
        component.addTarget(target, Map.of(SnapshotTarget.SCHEME, "ebs"));
        component.activate(framework, defaults);
    }

    public Transfers transfers() {
        return component;
    }

    @Override
    public void close() {
        component.deactivate();
    }
}
