package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.notification.TopicPublisher;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The services that a test brings, of each the calls that are made; the others are away. */
public final class FakeNeighbours implements Neighbours {
    private final Map<Class<?>, Object> present = new HashMap<>();

    public FakeNeighbours() {
        with(Registration.class, "identity", unused -> new ConnectorIdentity("c-0123456789abcdef0", "the connector"));
    }

    /** Brings a service that answers calls of one name. */
    public <T> FakeNeighbours with(Class<T> type, String method, Function<Object[], Object> answer) {
        return with(type, Map.of(method, answer));
    }

    /** Brings a service that answers calls by their names. */
    public <T> FakeNeighbours with(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        present.put(
                type,
                Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> Optional.ofNullable(
                                        answers.get(method.getName()))
                                .orElseThrow(() -> new IllegalStateException("nobody calls " + method.getName()))
                                .apply(arguments)));
        return this;
    }

    private <T> T one(Class<T> type) {
        return type.cast(Optional.ofNullable(present.get(type))
                .orElseThrow(
                        () -> new Problem("SERVICE_ABSENT", type.getSimpleName(), "", Retry.ON_RESUME).asException()));
    }

    @Override
    public Audit audit() {
        return one(Audit.class);
    }

    @Override
    public AwsConnection aws() {
        return one(AwsConnection.class);
    }

    @Override
    public CredentialStore credentials() {
        return one(CredentialStore.class);
    }

    @Override
    public Health health() {
        return one(Health.class);
    }

    @Override
    public Registration registration() {
        return one(Registration.class);
    }

    @Override
    public Changes changes() {
        return one(Changes.class);
    }

    @Override
    public Replication replication() {
        return one(Replication.class);
    }

    @Override
    public TopicPublisher topics() {
        return one(TopicPublisher.class);
    }

    @Override
    public Trust trust() {
        return one(Trust.class);
    }

    @Override
    public Upgrades upgrades() {
        return one(Upgrades.class);
    }
}
