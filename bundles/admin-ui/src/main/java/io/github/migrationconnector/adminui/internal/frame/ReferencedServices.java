package io.github.migrationconnector.adminui.internal.frame;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles, as they come and go: none of them takes a page down when it is swapped. */
@Component(service = Services.class)
public final class ReferencedServices implements Services {
    private final Access access;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SetupSteps setupSteps;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Inventory inventory;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Catalog catalog;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Changes changes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Trust trust;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Users users;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Sessions sessions;

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
    private volatile Logs logs;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SupportBundles supportBundles;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile LogUploads logUploads;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Tokens tokens;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile OwnCertificate ownCertificate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Upgrades upgrades;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsConnection awsConnection;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VcenterConnection vcenterConnection;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsCheck awsCheck;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VcenterWatch vcenterWatch;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Networking networking;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Notifications notifications;

    @Activate
    public ReferencedServices(@Reference Access access) {
        this.access = access;
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public Registration registration() {
        return present(registration, "registration");
    }

    @Override
    public SetupSteps setupSteps() {
        return present(setupSteps, "setup-steps");
    }

    @Override
    public Inventory inventory() {
        return present(inventory, "inventory");
    }

    @Override
    public Replication replication() {
        return present(replication, "replication");
    }

    @Override
    public Catalog catalog() {
        return present(catalog, "catalog");
    }

    @Override
    public Changes changes() {
        return present(changes, "changes");
    }

    @Override
    public Health health() {
        return present(health, "health");
    }

    @Override
    public Trust trust() {
        return present(trust, "trust");
    }

    @Override
    public Users users() {
        return present(users, "users");
    }

    @Override
    public Sessions sessions() {
        return present(sessions, "sessions");
    }

    @Override
    public ApiKeys apiKeys() {
        return present(apiKeys, "api-keys");
    }

    @Override
    public Tokens tokens() {
        return present(tokens, "tokens");
    }

    @Override
    public OwnCertificate ownCertificate() {
        return present(ownCertificate, "own-certificate");
    }

    @Override
    public Upgrades upgrades() {
        return present(upgrades, "upgrades");
    }

    @Override
    public Audit audit() {
        return present(audit, "audit");
    }

    @Override
    public Logs logs() {
        return present(logs, "logs");
    }

    @Override
    public LogUploads logUploads() {
        return present(logUploads, "log upload");
    }

    @Override
    public SupportBundles supportBundles() {
        return present(supportBundles, "support bundles");
    }

    @Override
    public AwsConnection awsConnection() {
        return present(awsConnection, "aws-connection");
    }

    @Override
    public VcenterConnection vcenterConnection() {
        return present(vcenterConnection, "vcenter-connection");
    }

    @Override
    public AwsCheck awsCheck() {
        return present(awsCheck, "aws-check");
    }

    @Override
    public VcenterWatch vcenterWatch() {
        return present(vcenterWatch, "vcenter-watch");
    }

    @Override
    public Networking networking() {
        return present(networking, "networking");
    }

    @Override
    public Notifications notifications() {
        return present(notifications, "notifications");
    }

    @Override
    public List<String> absent() {
        List<String> names = new ArrayList<>();
        note(names, registration, "registration");
        note(names, setupSteps, "setup-steps");
        note(names, inventory, "inventory");
        note(names, replication, "replication");
        note(names, catalog, "catalog");
        note(names, changes, "changes");
        note(names, health, "health");
        note(names, trust, "trust");
        note(names, users, "users");
        note(names, sessions, "sessions");
        note(names, apiKeys, "api-keys");
        note(names, tokens, "tokens");
        note(names, audit, "audit");
        note(names, awsConnection, "aws-connection");
        note(names, vcenterConnection, "vcenter-connection");
        note(names, awsCheck, "aws-check");
        note(names, vcenterWatch, "vcenter-watch");
        note(names, networking, "networking");
        return names;
    }

    private static void note(List<String> names, Object service, String name) {
        if (service == null) {
            names.add(name);
        }
    }

    private static <T> T present(T service, String name) {
        return Optional.ofNullable(service).orElseThrow(() -> new Problem(
                        "SERVICE_ABSENT",
                        "The service " + name + " is not running.",
                        "Try again in a moment; if it stays away, look at the list of bundles.",
                        Retry.ON_RESUME)
                .asException());
    }
}
