package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.notification.Notifications;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.replication.Catalog;
import io.github.migrationconnector.api.replication.Changes;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.user.Users;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services that a test brings; the others are away. */
public final class FakeServices implements Services {
    public final FakeAccess access = new FakeAccess();
    private final Map<Class<?>, Object> present = new HashMap<>();

    /** Brings one. */
    public <T> FakeServices with(Class<T> type, T service) {
        present.put(type, service);
        return this;
    }

    /** While the bundle of a service is being replaced. */
    public void without(Class<?> type) {
        present.remove(type);
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public Registration registration() {
        return one(Registration.class);
    }

    @Override
    public SetupSteps setupSteps() {
        return one(SetupSteps.class);
    }

    @Override
    public Inventory inventory() {
        return one(Inventory.class);
    }

    @Override
    public Replication replication() {
        return one(Replication.class);
    }

    @Override
    public Catalog catalog() {
        return one(Catalog.class);
    }

    @Override
    public Changes changes() {
        return one(Changes.class);
    }

    @Override
    public Health health() {
        return one(Health.class);
    }

    @Override
    public Trust trust() {
        return one(Trust.class);
    }

    @Override
    public Users users() {
        return one(Users.class);
    }

    @Override
    public Sessions sessions() {
        return one(Sessions.class);
    }

    @Override
    public ApiKeys apiKeys() {
        return one(ApiKeys.class);
    }

    @Override
    public Tokens tokens() {
        return one(Tokens.class);
    }

    @Override
    public OwnCertificate ownCertificate() {
        return one(OwnCertificate.class);
    }

    @Override
    public Upgrades upgrades() {
        return one(Upgrades.class);
    }

    @Override
    public Audit audit() {
        return one(Audit.class);
    }

    @Override
    public Logs logs() {
        return one(Logs.class);
    }

    @Override
    public LogUploads logUploads() {
        return one(LogUploads.class);
    }

    @Override
    public SupportBundles supportBundles() {
        return one(SupportBundles.class);
    }

    @Override
    public AwsConnection awsConnection() {
        return one(AwsConnection.class);
    }

    @Override
    public VcenterConnection vcenterConnection() {
        return one(VcenterConnection.class);
    }

    @Override
    public AwsCheck awsCheck() {
        return one(AwsCheck.class);
    }

    @Override
    public VcenterWatch vcenterWatch() {
        return one(VcenterWatch.class);
    }

    @Override
    public Networking networking() {
        return one(Networking.class);
    }

    @Override
    public Notifications notifications() {
        return one(Notifications.class);
    }

    @Override
    public List<String> absent() {
        return present.isEmpty() ? List.of("replication") : List.of();
    }

    private <T> T one(Class<T> type) {
        return Optional.ofNullable(type.cast(present.get(type))).orElseThrow(() -> new Problem(
                        "SERVICE_ABSENT", "away: " + type.getSimpleName(), "Wait.", Retry.ON_RESUME)
                .asException());
    }
}
