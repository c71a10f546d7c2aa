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
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.upgrade.Upgrades;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The services that a test brings, of each the one call that a check makes; the others are away. */
final class FakeNeighbours implements Neighbours {
    private final Map<Class<?>, Object> present = new HashMap<>();
    private final List<ReachedEndpoints> sides = new ArrayList<>();
    private boolean registered = true;

    FakeNeighbours unregistered() {
        registered = false;
        return this;
    }

    FakeNeighbours side(ReachedEndpoints side) {
        sides.add(side);
        return this;
    }

    /** Brings a service that answers calls of one name. */
    <T> FakeNeighbours with(Class<T> type, String method, Function<Object[], Object> answer) {
        Map<String, Function<Object[], Object>> one = Map.of(method, answer);
        return with(type, one);
    }

    /** Brings a service that answers calls by their names. */
    <T> FakeNeighbours with(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        present.put(
                type,
                Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> Optional.ofNullable(
                                        answers.get(method.getName()))
                                .orElseThrow(() -> new IllegalStateException("no check calls " + method.getName()))
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
    public OwnCertificate certificate() {
        return one(OwnCertificate.class);
    }

    @Override
    public AwsPermissions permissions() {
        return one(AwsPermissions.class);
    }

    @Override
    public AwsWatch aws() {
        return one(AwsWatch.class);
    }

    @Override
    public Networking networking() {
        return one(Networking.class);
    }

    @Override
    public VcenterWatch vcenter() {
        return one(VcenterWatch.class);
    }

    @Override
    public Holdings holdings() {
        return one(Holdings.class);
    }

    @Override
    public Replication replication() {
        return one(Replication.class);
    }

    @Override
    public Trust trust() {
        return one(Trust.class);
    }

    @Override
    public Upgrades upgrades() {
        return one(Upgrades.class);
    }

    @Override
    public VmSnapshots snapshots() {
        return one(VmSnapshots.class);
    }

    @Override
    public List<ReachedEndpoints> endpoints() {
        return sides;
    }

    @Override
    public boolean registered() {
        return registered;
    }
}
