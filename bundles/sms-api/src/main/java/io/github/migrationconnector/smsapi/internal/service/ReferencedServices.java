package io.github.migrationconnector.smsapi.internal.service;

import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Replication;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles, as they come and go: none of them takes this API down when it is swapped. */
@Component(service = Services.class)
public final class ReferencedServices implements Services {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RequestGate gate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ApiKeys apiKeys;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Inventory inventory;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Catalog catalog;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Override
    public RequestGate gate() {
        return present(gate, "request gate");
    }

    @Override
    public ApiKeys apiKeys() {
        return present(apiKeys, "API keys");
    }

    @Override
    public Audit audit() {
        return present(audit, "audit");
    }

    @Override
    public Registration registration() {
        return present(registration, "registration");
    }

    @Override
    public Health health() {
        return present(health, "health");
    }

    @Override
    public Inventory inventory() {
        return present(inventory, "inventory");
    }

    @Override
    public Catalog catalog() {
        return present(catalog, "catalog");
    }

    @Override
    public Replication replication() {
        return present(replication, "replication");
    }

    private static <T> T present(T service, String name) {
        return Optional.ofNullable(service).orElseThrow(() -> new Problem(
                        "SERVICE_ABSENT",
                        "the service " + name + " is not there",
                        "Try again in a moment; if it stays away, look at the connector's status.",
                        Retry.ON_RESUME)
                .asException());
    }
}
