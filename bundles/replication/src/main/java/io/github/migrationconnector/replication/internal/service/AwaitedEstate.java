package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.connection.VcenterConnection;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.inventory.Vm;
import io.github.migrationconnector.replication.internal.catalog.ServerCatalog.Estate;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** vCenter, by the services of other bundles. */
@Component(service = Estate.class)
public final class AwaitedEstate implements Estate {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ServiceSlot<VcenterConnection> connection = new ServiceSlot<>("vCenter's settings", BOUND);
    private final ServiceSlot<VcenterCheck> check = new ServiceSlot<>("vCenter's check", BOUND);
    private final Services services;

    @Activate
    public AwaitedEstate(@Reference Services services) {
        this.services = services;
    }

    @Override
    public List<Vm> vms() {
        return services.inventory().list();
    }

    @Override
    public VcenterIdentity identity() {
        VcenterConnection settings = connection.await();
        try (Secret password = settings.password()) {
            return check.await().check(settings.endpoint(), password).identity();
        }
    }

    @Override
    public String host() {
        return connection.await().endpoint().sdk().getHost();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConnection(VcenterConnection service) {
        connection.bind(service);
    }

    void unbindConnection(VcenterConnection service) {
        connection.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCheck(VcenterCheck service) {
        check.bind(service);
    }

    void unbindCheck(VcenterCheck service) {
        check.unbind(service);
    }
}
