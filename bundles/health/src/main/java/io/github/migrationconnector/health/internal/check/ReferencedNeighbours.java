package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import io.github.migrationconnector.api.connection.AwsPermissions;
import io.github.migrationconnector.api.connection.AwsWatch;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.connectivity.ReachedEndpoints;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles that checks look at, as they come and go. */
@Component(service = Neighbours.class)
public final class ReferencedNeighbours implements Neighbours {
    private final List<ReachedEndpoints> endpoints = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Audit audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile OwnCertificate certificate;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsPermissions permissions;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile AwsWatch aws;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Networking networking;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VcenterWatch vcenter;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Registration registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Holdings holdings;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Replication replication;

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

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile VmSnapshots snapshots;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addEndpoints(ReachedEndpoints side) {
        endpoints.add(side);
    }

    void removeEndpoints(ReachedEndpoints side) {
        endpoints.remove(side);
    }

    @Override
    public Audit audit() {
        return present(audit, "audit");
    }

    @Override
    public OwnCertificate certificate() {
        return present(certificate, "certificate");
    }

    @Override
    public AwsPermissions permissions() {
        return present(permissions, "check of AWS permissions");
    }

    @Override
    public AwsWatch aws() {
        return present(aws, "watch of AWS");
    }

    @Override
    public Networking networking() {
        return present(networking, "networking");
    }

    @Override
    public VcenterWatch vcenter() {
        return present(vcenter, "watch of vCenter");
    }

    @Override
    public Holdings holdings() {
        return present(holdings, "holdings");
    }

    @Override
    public Replication replication() {
        return present(replication, "replication");
    }

    @Override
    public Trust trust() {
        return present(trust, "trust");
    }

    @Override
    public Upgrades upgrades() {
        return present(upgrades, "upgrades");
    }

    @Override
    public VmSnapshots snapshots() {
        return present(snapshots, "VM snapshots");
    }

    @Override
    public List<ReachedEndpoints> endpoints() {
        return endpoints;
    }

    @Override
    public boolean registered() {
        return present(registration, "registration").state() == SetupState.REGISTERED;
    }

    private static <T> T present(T service, String name) {
        return Optional.ofNullable(service).orElseThrow(() -> new Problem(
                        "SERVICE_ABSENT",
                        "the service " + name + " is not there",
                        "Look at the bundles in the status.",
                        Retry.ON_RESUME)
                .asException());
    }
}
