package io.github.migrationconnector.httpapi.internal.service;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.OneTimeCodes;
import io.github.migrationconnector.api.access.RequestGate;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsRegions;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ConnectivityCheck;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.keyset.Keyset;
import io.github.migrationconnector.api.log.Logs;
import io.github.migrationconnector.api.logupload.LogUploads;
import io.github.migrationconnector.api.metrics.Metrics;
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
import io.github.migrationconnector.api.store.StoreBackups;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.support.SupportBundles;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.user.Users;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles, as they come and go: none of them takes the API down when it is swapped. */
@Component(service = Services.class)
public final class ReferencedServices implements Services {
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Access access;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile RequestGate gate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile OneTimeCodes oneTimeCodes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

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
    private volatile Transfers transfers;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsPermissions awsPermissions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsRegions awsRegions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Upgrades upgrades;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile StoreBackups storeBackups;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Users users;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Trust trust;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Sessions sessions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Health health;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ApiKeys apiKeys;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile SetupSteps setupSteps;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Tokens tokens;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Keyset keyset;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile OwnCertificate certificate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VcenterWatch vcenterWatch;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile ConnectivityCheck connectivity;

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
    private volatile Metrics metrics;

    @Override
    public Access access() {
        return present(access, "access");
    }

    @Override
    public RequestGate gate() {
        return present(gate, "request gate");
    }

    @Override
    public Audit audit() {
        return present(audit, "audit");
    }

    @Override
    public OneTimeCodes oneTimeCodes() {
        return present(oneTimeCodes, "one-time codes");
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
        return present(apiKeys, "API keys");
    }

    @Override
    public Tokens tokens() {
        return present(tokens, "tokens");
    }

    @Override
    public Keyset keyset() {
        return present(keyset, "credential store");
    }

    @Override
    public OwnCertificate certificate() {
        return present(certificate, "certificate");
    }

    @Override
    public Registration registration() {
        return present(registration, "registration");
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
    public Transfers transfers() {
        return present(transfers, "disk streaming");
    }

    @Override
    public AwsPermissions awsPermissions() {
        return present(awsPermissions, "check of AWS permissions");
    }

    @Override
    public AwsRegions awsRegions() {
        return present(awsRegions, "list of AWS regions");
    }

    @Override
    public Trust trust() {
        return present(trust, "trust");
    }

    @Override
    public Health health() {
        return present(health, "heartbeat");
    }

    @Override
    public SetupSteps setupSteps() {
        return present(setupSteps, "set-up by steps");
    }

    @Override
    public VcenterWatch vcenterWatch() {
        return present(vcenterWatch, "watch of vCenter");
    }

    @Override
    public ConnectivityCheck connectivity() {
        return present(connectivity, "connectivity test");
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
    public Metrics metrics() {
        return present(metrics, "metrics");
    }

    @Override
    public Upgrades upgrades() {
        return present(upgrades, "upgrades");
    }

    @Override
    public StoreBackups storeBackups() {
        return present(storeBackups, "backups of the store");
    }

    @Override
    public List<String> absent() {
        List<String> names = new ArrayList<>();
        note(names, access, "access");
        note(names, gate, "request gate");
        note(names, audit, "audit");
        note(names, users, "users");
        note(names, sessions, "sessions");
        note(names, apiKeys, "API keys");
        note(names, tokens, "tokens");
        note(names, keyset, "credential store");
        note(names, registration, "registration");
        note(names, inventory, "inventory");
        note(names, replication, "replication");
        note(names, catalog, "catalog");
        note(names, changes, "changes");
        note(names, transfers, "disk streaming");
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
                        "the service " + name + " is not there",
                        "Try again in a moment; if it stays away, look at the bundles in the status.",
                        Retry.ON_RESUME)
                .asException());
    }
}
