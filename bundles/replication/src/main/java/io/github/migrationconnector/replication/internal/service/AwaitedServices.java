package io.github.migrationconnector.replication.internal.service;

import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.inventory.Inventory;
import io.github.migrationconnector.api.power.VmPower;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import io.github.migrationconnector.replication.internal.phase.Services;
import java.time.Duration;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services of other bundles: none of them takes replication down when it is swapped. */
@Component(service = Services.class)
public final class AwaitedServices implements Services {
    /** Longer than a swap takes, shorter than a caller over HTTP waits. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ServiceSlot<Inventory> inventory = new ServiceSlot<>("inventory", BOUND);
    private final ServiceSlot<VmSnapshots> vmSnapshots = new ServiceSlot<>("VM snapshots", BOUND);
    private final ServiceSlot<VmPower> power = new ServiceSlot<>("power of VMs", BOUND);
    private final ServiceSlot<Transfers> transfers = new ServiceSlot<>("disk streaming", BOUND);
    private final ServiceSlot<ImageRegistrar> images = new ServiceSlot<>("images", BOUND);
    private final ServiceSlot<SnapshotTarget> target = new ServiceSlot<>("EBS snapshots", BOUND);
    private final ServiceSlot<OwnedSnapshots> ownedSnapshots = new ServiceSlot<>("list of EBS snapshots", BOUND);
    private final ServiceSlot<TargetAccount> account = new ServiceSlot<>("AWS account", BOUND);
    private final ServiceSlot<Registration> registration = new ServiceSlot<>("registration", BOUND);

    @Override
    public Inventory inventory() {
        return inventory.await();
    }

    @Override
    public VmSnapshots vmSnapshots() {
        return vmSnapshots.await();
    }

    @Override
    public VmPower power() {
        return power.await();
    }

    @Override
    public Transfers transfers() {
        return transfers.await();
    }

    @Override
    public ImageRegistrar images() {
        return images.await();
    }

    @Override
    public SnapshotTarget.Snapshots snapshots() {
        return target.await().at("");
    }

    @Override
    public OwnedSnapshots ownedSnapshots() {
        return ownedSnapshots.await();
    }

    @Override
    public TargetAccount account() {
        return account.await();
    }

    @Override
    public String connectorId() {
        return registration.await().identity().id();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindInventory(Inventory service) {
        inventory.bind(service);
    }

    void unbindInventory(Inventory service) {
        inventory.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindVmSnapshots(VmSnapshots service) {
        vmSnapshots.bind(service);
    }

    void unbindVmSnapshots(VmSnapshots service) {
        vmSnapshots.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTransfers(Transfers service) {
        transfers.bind(service);
    }

    void unbindTransfers(Transfers service) {
        transfers.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindPower(VmPower service) {
        power.bind(service);
    }

    void unbindPower(VmPower service) {
        power.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindImages(ImageRegistrar service) {
        images.bind(service);
    }

    void unbindImages(ImageRegistrar service) {
        images.unbind(service);
    }

    @Reference(
            target = "(" + SnapshotTarget.SCHEME + "=ebs)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindTarget(SnapshotTarget service) {
        target.bind(service);
    }

    void unbindTarget(SnapshotTarget service) {
        target.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccount(TargetAccount service) {
        account.bind(service);
    }

    void unbindAccount(TargetAccount service) {
        account.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindOwnedSnapshots(OwnedSnapshots service) {
        ownedSnapshots.bind(service);
    }

    void unbindOwnedSnapshots(OwnedSnapshots service) {
        ownedSnapshots.unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRegistration(Registration service) {
        registration.bind(service);
    }

    void unbindRegistration(Registration service) {
        registration.unbind(service);
    }
}
