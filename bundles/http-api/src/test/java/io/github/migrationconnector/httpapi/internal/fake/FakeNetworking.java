package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.DhcpLease;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.NetworkChange;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkOutcome;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.network.StaticRoute;
import io.github.migrationconnector.api.network.TimeSync;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network of which one address is taken, and that notes what was asked of it. */
public final class FakeNetworking implements Networking {
    public static final String TAKEN = "192.0.2.99";

    public final List<String> asked = new ArrayList<>();
    public Optional<NetworkChange> pending = Optional.of(new NetworkChange("0a1b", NetworkChange.Phase.WAITING, 41));

    @Override
    public NetworkState inForce() {
        DhcpLease lease = new DhcpLease("192.0.2.1", Instant.parse("2026-01-02T03:04:05Z"));
        InterfaceState each = new InterfaceState(
                "vmx0", "00:50:56:00:00:01", true, 1500, List.of("192.0.2.10/24"), List.of("192.0.2.1"), lease);
        return new NetworkState(
                "connector",
                List.of(each),
                List.of("192.0.2.53"),
                List.of("lab.example"),
                List.of("ntp.lab.example"),
                TimeSync.SYNCHRONIZED);
    }

    @Override
    public boolean changeable() {
        return true;
    }

    @Override
    public NetworkSettings settings() {
        InterfaceSettings each = new InterfaceSettings(
                "vmx0",
                new AddressSetting.Automatic(),
                AddressSetting.Static.parse("2001:db8::10/64", "fe80::1"),
                1400);
        return new NetworkSettings(
                "connector",
                List.of(each),
                List.of("192.0.2.53"),
                List.of("lab.example"),
                List.of("ntp.lab.example"),
                List.of(new StaticRoute("203.0.113.0/24", "192.0.2.2")));
    }

    @Override
    public List<NetworkFinding> check(NetworkSettings wanted) {
        boolean taken = wanted.interfaces().stream()
                .anyMatch(each -> each.ipv4() instanceof AddressSetting.Static fixed
                        && fixed.address().equals(TAKEN));
        return taken
                ? List.of(NetworkFinding.wrong(
                        "$.interfaces[0].ipv4.address",
                        "NETWORK_ADDRESS_TAKEN",
                        "It is taken",
                        "Give another",
                        "192.0.2.99"))
                : List.of();
    }

    @Override
    public List<String> plan(NetworkSettings wanted) {
        return List.of("ifconfig");
    }

    @Override
    public NetworkChange apply(NetworkSettings wanted, Duration confirmWithin) {
        asked.add("apply " + wanted.interfaces().size() + " " + confirmWithin.toSeconds());
        return new NetworkChange("0a1b", NetworkChange.Phase.PREPARED, (int) confirmWithin.toSeconds());
    }

    @Override
    public Optional<NetworkChange> pending() {
        return pending;
    }

    @Override
    public Optional<NetworkOutcome> ended() {
        return Optional.of(new NetworkOutcome("ff", false, "another machine has 2001:db8::20/64 on vmx0"));
    }

    @Override
    public void confirm(String id) {
        asked.add("confirm " + id);
    }

    @Override
    public void revert(String id) {
        if (pending.filter(change -> change.id().equals(id)).isEmpty()) {
            throw Problem.fatal("NETWORK_CHANGE_GONE", "gone", "").asException();
        }
        asked.add("revert " + id);
    }

    @Override
    public void renewLease(String interfaceName) {
        asked.add("renew " + interfaceName);
    }
}
