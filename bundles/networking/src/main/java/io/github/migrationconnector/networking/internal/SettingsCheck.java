package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.InterfaceState;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.NetworkState;
import java.util.ArrayList;
import java.util.List;

/** The rules, and what only this machine and its network can tell: whether an interface is there, an address taken, a name server dumb. */
final class SettingsCheck {
    private final NetworkState inForce;
    private final AddressProbe addresses;
    private final NameServerProbe nameServers;
    private final Findings findings = new Findings();

    SettingsCheck(NetworkState inForce, AddressProbe addresses, NameServerProbe nameServers) {
        this.inForce = inForce;
        this.addresses = addresses;
        this.nameServers = nameServers;
    }

    List<NetworkFinding> findings(NetworkSettings wanted) {
        List<NetworkFinding> all = new ArrayList<>(SettingsRules.all(wanted));
        boolean sound = all.stream().noneMatch(NetworkFinding::blocking);
        for (int index = 0; index < wanted.interfaces().size(); index++) {
            there(wanted.interfaces().get(index), "$.interfaces[" + index + "]", sound);
        }
        if (sound) {
            nameServers(wanted);
        }
        all.addAll(findings.all());
        return List.copyOf(all);
    }

    private void there(InterfaceSettings each, String path, boolean sound) {
        List<String> known =
                inForce.interfaces().stream().map(InterfaceState::name).toList();
        if (!known.contains(each.name())) {
            String all = String.join(", ", known);
            findings.wrong(
                    path + ".name",
                    "NETWORK_INTERFACE_UNKNOWN",
                    "This machine has no interface " + each.name(),
                    "Give one of: " + all,
                    each.name(),
                    all);
        } else if (sound) {
            taken(each, each.ipv4(), path + ".ipv4");
            taken(each, each.ipv6(), path + ".ipv6");
        }
    }

    /** Compared as addresses: one of IPv6 has many texts. */
    private boolean ours(String address) {
        return inForce.interfaces().stream()
                .flatMap(state -> state.addresses().stream())
                .map(text -> IpNetwork.address(text.replaceFirst("/.*", "")))
                .anyMatch(IpNetwork.address(address)::equals);
    }

    private void taken(InterfaceSettings each, AddressSetting setting, String path) {
        if (setting instanceof AddressSetting.Static fixed
                && !ours(fixed.address())
                && addresses.taken(each.name(), fixed.address())) {
            findings.wrong(
                    path + ".address",
                    "NETWORK_ADDRESS_TAKEN",
                    "Another machine on this network answers for " + fixed.address(),
                    "Give an address that is free",
                    fixed.address());
        }
    }

    private void nameServers(NetworkSettings wanted) {
        for (int index = 0; index < wanted.nameServers().size(); index++) {
            String server = wanted.nameServers().get(index);
            if (!nameServers.answers(server)) {
                findings.doubtful(
                        "$.nameServers[" + index + "]",
                        "NETWORK_NAME_SERVER_DUMB",
                        "The name server " + server + " doesn't answer over the network that is in force",
                        "Check its address; over the new network it may answer",
                        server);
            }
        }
    }
}
