package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles, as they come and go. */
@Component(service = Neighbours.class)
public final class ReferencedNeighbours implements Neighbours {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsConnection aws;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile CredentialStore credentials;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Changes changes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile TopicPublisher topics;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Trust trust;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Upgrades upgrades;

    @Override
    public Audit audit() {
        return present(audit, "audit");
    }

    @Override
    public AwsConnection aws() {
        return present(aws, "AWS connection settings");
    }

    @Override
    public CredentialStore credentials() {
        return present(credentials, "credential store");
    }

    @Override
    public Health health() {
        return present(health, "health");
    }

    @Override
    public Registration registration() {
        return present(registration, "registration");
    }

    @Override
    public Changes changes() {
        return present(changes, "changes");
    }

    @Override
    public Replication replication() {
        return present(replication, "replication");
    }

    @Override
    public TopicPublisher topics() {
        return present(topics, "topics of Amazon SNS");
    }

    @Override
    public Trust trust() {
        return present(trust, "trust");
    }

    @Override
    public Upgrades upgrades() {
        return present(upgrades, "upgrades");
    }

    private static <T> T present(T service, String name) {
        return Optional.ofNullable(service).orElseThrow(() -> new Problem(
                        "SERVICE_ABSENT",
                        "the service " + name + " is not there",
                        "Try again in a moment; if it stays away, look at the bundles in the status.",
                        Retry.ON_RESUME)
                .asException());
    }
}
