package io.github.migrationconnector.metrics.internal;

import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services that are asked now and then, as they come and go; empty while their bundle is swapped. */
@Component(service = Sampled.class)
public final class Sampled {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Changes changes;

    Optional<Health> health() {
        return Optional.ofNullable(health);
    }

    Optional<Replication> replication() {
        return Optional.ofNullable(replication);
    }

    Optional<Changes> changes() {
        return Optional.ofNullable(changes);
    }
}
