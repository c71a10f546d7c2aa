package io.github.migrationconnector.adminui.internal.fake;

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
import io.github.migrationconnector.api.network.TimeSync;
import io.github.migrationconnector.api.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network with one interface, of which 192.0.2.99 is taken. */
public final class FakeNetworking implements Networking {
    public final List<String> asked = new ArrayList<>();
    public boolean changeable = true;
    public Optional<NetworkChange> pending = Optional.empty();
    public Optional<NetworkOutcome> ended = Optional.empty();
    public NetworkSettings wanted = new NetworkSettings(
            "connector",
            List.of(new InterfaceSettings("vmx0", new AddressSetting.Automatic(), new AddressSetting.Off(), 1400)),
            List.of("192.0.2.53"),
            List.of("lab.example"),
            List.of("ntp.lab.example"),
            List.of());

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
                List.of("ntp.in.force"),
                TimeSync.UNKNOWN);
    }

    @Override
    public boolean changeable() {
        return changeable;
    }

    @Override
    public NetworkSettings settings() {
        return wanted;
    }

    @Override
    public List<NetworkFinding> check(NetworkSettings settings) {
        boolean taken = settings.toString().contains("192.0.2.99");
        return taken
                ? List.of(NetworkFinding.wrong(
                        "$.interfaces[0].ipv4.address",
                        "NETWORK_ADDRESS_TAKEN",
                        "It is taken",
                        "Give another",
                        "192.0.2.99 {2}"))
                : List.of(NetworkFinding.doubtful(
                        "$.nameServers[0]",
                        "NETWORK_NAME_SERVER_DUMB",
                        "It doesn't answer",
                        "Look at it",
                        "192.0.2.53"));
    }

    @Override
    public List<String> plan(NetworkSettings settings) {
        return List.of("ifconfig vmx0 <planned>", "second");
    }

    @Override
    public NetworkChange apply(NetworkSettings settings, Duration confirmWithin) {
        asked.add("apply " + confirmWithin.toSeconds());
        wanted = settings;
        NetworkChange change = new NetworkChange("0a1b", NetworkChange.Phase.PREPARED, 60);
        pending = Optional.of(change);
        return change;
    }

    @Override
    public Optional<NetworkChange> pending() {
        return pending;
    }

    @Override
    public Optional<NetworkOutcome> ended() {
        return ended;
    }

    @Override
    public void confirm(String id) {
        gone(id);
        asked.add("confirm " + id);
    }

    @Override
    public void revert(String id) {
        gone(id);
        asked.add("revert " + id);
    }

    private void gone(String id) {
        if (pending.filter(change -> change.id().equals(id)).isEmpty()) {
            throw Problem.fatal("NETWORK_CHANGE_GONE", "There is no such change", "Apply the settings again")
                    .asException();
        }
    }

    @Override
    public void renewLease(String interfaceName) {
        asked.add("renew " + interfaceName);
    }
}
