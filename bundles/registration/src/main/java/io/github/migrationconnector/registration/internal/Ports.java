package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.trust.ServerCertificates;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of bundles that may be swapped while this one runs, each waited for at its use. */
@Component(service = Ports.class)
public final class Ports {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final AwaitedService<CredentialStore> credentials;
    private final AwaitedService<AwsCheck> awsCheck;
    private final AwaitedService<VcenterCheck> vcenterCheck;
    private final AwaitedService<VcenterWatch> vcenterWatch;
    private final AwaitedService<ServerCertificates> certificates;
    private final AwaitedService<Holdings> holdings;

    @Activate
    public Ports() {
        this(BOUND);
    }

    Ports(Duration bound) {
        credentials = new AwaitedService<>("credential store", bound);
        awsCheck = new AwaitedService<>("check of AWS", bound);
        vcenterCheck = new AwaitedService<>("check of vCenter", bound);
        vcenterWatch = new AwaitedService<>("watch of vCenter", bound);
        certificates = new AwaitedService<>("look at certificates", bound);
        holdings = new AwaitedService<>("replication", bound);
    }

    CredentialStore credentials() {
        return credentials.get();
    }

    AwsCheck awsCheck() {
        return awsCheck.get();
    }

    VcenterCheck vcenterCheck() {
        return vcenterCheck.get();
    }

    VcenterWatch vcenterWatch() {
        return vcenterWatch.get();
    }

    ServerCertificates certificates() {
        return certificates.get();
    }

    Holdings holdings() {
        return holdings.get();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCredentials(CredentialStore store) {
        credentials.arrived(store);
    }

    void unbindCredentials(CredentialStore store) {
        credentials.left(store);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAwsCheck(AwsCheck check) {
        awsCheck.arrived(check);
    }

    void unbindAwsCheck(AwsCheck check) {
        awsCheck.left(check);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVcenterCheck(VcenterCheck check) {
        vcenterCheck.arrived(check);
    }

    void unbindVcenterCheck(VcenterCheck check) {
        vcenterCheck.left(check);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVcenterWatch(VcenterWatch watch) {
        vcenterWatch.arrived(watch);
    }

    void unbindVcenterWatch(VcenterWatch watch) {
        vcenterWatch.left(watch);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCertificates(ServerCertificates service) {
        certificates.arrived(service);
    }

    void unbindCertificates(ServerCertificates service) {
        certificates.left(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHoldings(Holdings service) {
        holdings.arrived(service);
    }

    void unbindHoldings(Holdings service) {
        holdings.left(service);
    }
}
