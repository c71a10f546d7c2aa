package io.github.migrationconnector.adminui.internal.network;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where the machine is found after a change, as far as it was wanted: what a lease will bring nobody knows yet.
 *
 * @param change the change's id
 * @param addresses without prefixes
 */
record NewAddresses(String change, List<String> addresses) {
    static final NewAddresses NONE = new NewAddresses("", List.of());

    NewAddresses {
        Objects.requireNonNull(change, "change");
        addresses = List.copyOf(addresses);
    }

    static NewAddresses of(String change, NetworkSettings wanted) {
        return new NewAddresses(
                change,
                wanted.interfaces().stream().flatMap(NewAddresses::fixed).toList());
    }

    private static Stream<String> fixed(InterfaceSettings each) {
        return Stream.of(each.ipv4(), each.ipv6())
                .filter(AddressSetting.Static.class::isInstance)
                .map(setting -> ((AddressSetting.Static) setting).address());
    }

    /** Links to a page at those addresses, but for the one that the browser is at; none for another change. */
    List<String> links(String id, HttpServletRequest request, String path) {
        String here = request.getServerName().replaceAll("[\\[\\]]", "");
        if (!id.equals(change)) {
            return List.of();
        }
        return addresses.stream()
                .filter(address -> !address.equalsIgnoreCase(here))
                .map(address ->
                        "https://" + (address.contains(":") ? "[" + address + "]" : address) + port(request) + path)
                .toList();
    }

    private static String port(HttpServletRequest request) {
        return request.getServerPort() == 443 ? "" : ":" + request.getServerPort();
    }
}
