package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.logupload.internal.HomeFiles;
import io.github.migrationconnector.logupload.internal.Secrets;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes support bundles of what is there; whatever is not does not keep the rest from being had. */
@Component(service = SupportBundles.class)
public final class SupportBundleService implements SupportBundles {
    private static final Logger LOG = LoggerFactory.getLogger(SupportBundleService.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final BundleContext context;
    private final ServiceComponentRuntime runtime;
    private final HomeFiles home;
    private final Clock clock = Clock.systemUTC();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Networking networking;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Upgrades upgrades;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CredentialStore credentials;

    @Activate
    public SupportBundleService(BundleContext context, @Reference ServiceComponentRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
        this.home = HomeFiles.of(context);
    }

    @Override
    public String fileName() {
        return "connector-support-" + STAMP.format(clock.instant()) + ".zip";
    }

    @Override
    public void write(boolean hideNames, OutputStream target) throws IOException {
        Instant at = clock.instant();
        Secrets secrets = new Secrets(home, () -> Optional.ofNullable(credentials));
        Zipped zip = new Zipped(target, secrets.cleaner(hideNames), at);
        Neighbours neighbours = new Neighbours(new Neighbours.Found(
                () -> Optional.ofNullable(health),
                () -> Optional.ofNullable(networking),
                () -> Optional.ofNullable(registration),
                () -> Optional.ofNullable(replication),
                () -> Optional.ofNullable(upgrades)));
        // the logs last: they are the longest, and what comes before is of use also when the file is cut off
        List<Part> parts = List.of(
                new FrameworkPart(context, runtime),
                new MachinePart(home.home()),
                new WorkPart(neighbours),
                new FilesPart(home, neighbours::failed));
        for (Part part : parts) {
            try {
                part.add(zip);
            } catch (RuntimeException e) {
                LOG.warn("a part of a support bundle could not be made", e);
                neighbours.failed(part.getClass().getSimpleName(), String.valueOf(e.getMessage()));
            }
        }
        zip.add("manifest.json", manifest(at, hideNames, zip, neighbours));
        zip.finish();
    }

    private ObjectNode manifest(Instant at, boolean hideNames, Zipped zip, Neighbours neighbours) {
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("format", 1)
                .put("madeAt", at.toString())
                .put("connector", context.getBundle().getVersion().toString())
                .put("namesHidden", hideNames);
        manifest.set("entries", zip.entries());
        manifest.set("missing", neighbours.failures());
        return manifest;
    }
}
