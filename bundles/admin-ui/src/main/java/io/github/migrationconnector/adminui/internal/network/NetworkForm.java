package io.github.migrationconnector.adminui.internal.network;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkFinding;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.network.StaticRoute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stands in the form of the network: as it was wanted last, or as it was just typed.
 *
 * @param interfaces their names, in the form's order
 * @param values by field; a field that is not there is empty
 * @param findings what is wrong or doubtful with what was typed
 */
public record NetworkForm(List<String> interfaces, Map<String, String> values, List<NetworkFinding> findings) {
    private static final int MOST_INTERFACES = 16;
    private static final String STATIC = "static";
    private static final String AUTOMATIC = "auto";
    private static final String OFF = "off";

    public NetworkForm {
        interfaces = List.copyOf(interfaces);
        values = Map.copyOf(values);
        findings = List.copyOf(findings);
    }

    /** What was wanted last; empty where nothing can be changed. */
    public static Optional<NetworkForm> of(Networking networking) {
        return networking.changeable() ? Optional.of(of(networking.settings())) : Optional.empty();
    }

    static NetworkForm of(NetworkSettings settings) {
        Map<String, String> values = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (InterfaceSettings each : settings.interfaces()) {
            String at = "." + names.size();
            names.add(each.name());
            put(values, "v4", at, each.ipv4());
            put(values, "v6", at, each.ipv6());
            values.put("mtu" + at, each.mtuBytes() == 0 ? "" : Integer.toString(each.mtuBytes()));
        }
        values.put("hostName", settings.hostName());
        values.put("nameServers", String.join(" ", settings.nameServers()));
        values.put("searchDomains", String.join(" ", settings.searchDomains()));
        values.put("timeServers", String.join(" ", settings.timeServers()));
        values.put(
                "routes",
                settings.routes().stream()
                        .map(route -> route.destination() + " " + route.gateway())
                        .collect(Collectors.joining("\n")));
        return new NetworkForm(names, values, List.of());
    }

    private static void put(Map<String, String> values, String family, String at, AddressSetting setting) {
        values.put(family + ".method" + at, OFF);
        if (setting instanceof AddressSetting.Automatic) {
            values.put(family + ".method" + at, AUTOMATIC);
        } else if (setting instanceof AddressSetting.Static fixed) {
            values.put(family + ".method" + at, STATIC);
            values.put(family + ".address" + at, fixed.text());
            values.put(family + ".gateway" + at, fixed.gateway());
        }
    }

    /** What was just typed. */
    static NetworkForm typed(PageRequest request) {
        Map<String, String> values = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (int index = 0; index < MOST_INTERFACES; index++) {
            String at = "." + index;
            String name = request.field("name" + at);
            if (name.isEmpty()) {
                break;
            }
            names.add(name);
            for (String field :
                    List.of("v4.method", "v4.address", "v4.mask", "v4.gateway", "v6.method", "v6.address")) {
                values.put(field + at, request.field(field + at).strip());
            }
            values.put("v6.gateway" + at, request.field("v6.gateway" + at).strip());
            values.put("mtu" + at, request.field("mtu" + at).strip());
        }
        for (String field : List.of("hostName", "nameServers", "searchDomains", "timeServers", "routes")) {
            values.put(field, request.field(field).strip());
        }
        return new NetworkForm(names, values, List.of());
    }

    NetworkForm with(List<NetworkFinding> found) {
        return new NetworkForm(interfaces, values, found);
    }

    /** The value of a field. */
    public String value(String name) {
        return Objects.requireNonNullElse(values.get(name), "");
    }

    /** The value of an interface's field. */
    public String value(String name, Number index) {
        return value(name + "." + index.intValue());
    }

    /** Whether a finding that blocks names this setting of an interface: {@code ipv4.gateway}. */
    public boolean wrong(String setting, Number index) {
        return wrong("interfaces[" + index.intValue() + "]." + setting);
    }

    /** Whether a finding that blocks names this setting, or one in it. */
    public boolean wrong(String setting) {
        return findings.stream().filter(NetworkFinding::blocking).anyMatch(finding -> finding.path()
                .startsWith("$." + setting));
    }

    /** Whether nothing of it keeps it from being applied. */
    public boolean sound() {
        return findings.stream().noneMatch(NetworkFinding::blocking);
    }

    /**
     * The settings that were typed.
     *
     * @param wrong gets what can't be read as a setting at all
     */
    NetworkSettings settings(List<NetworkFinding> wrong) {
        List<InterfaceSettings> wanted = new ArrayList<>();
        for (int index = 0; index < interfaces.size(); index++) {
            wanted.add(new InterfaceSettings(
                    interfaces.get(index),
                    address("v4", "ipv4", index, wrong),
                    address("v6", "ipv6", index, wrong),
                    mtu(index, wrong)));
        }
        return new NetworkSettings(
                value("hostName"),
                wanted,
                words("nameServers"),
                words("searchDomains"),
                words("timeServers"),
                routes(wrong));
    }

    private AddressSetting address(String family, String setting, int index, List<NetworkFinding> wrong) {
        String at = "." + index;
        return switch (value(family + ".method" + at)) {
            case AUTOMATIC -> new AddressSetting.Automatic();
            case STATIC -> {
                String address = value(family + ".address" + at);
                // a mask may stand beside the address as well as behind its slash
                String mask = value(family + ".mask" + at).replaceFirst("^/", "");
                String whole = address.contains("/") || mask.isEmpty() ? address : address + "/" + mask;
                try {
                    yield AddressSetting.Static.parse(whole, value(family + ".gateway" + at));
                } catch (IllegalArgumentException unreadable) {
                    wrong.add(NetworkFinding.wrong(
                            "$.interfaces[" + index + "]." + setting + ".address",
                            "NETWORK_ADDRESS_UNREADABLE",
                            "The address can't be read: " + unreadable.getMessage() + ".",
                            "Give an address and its prefix or netmask.",
                            whole));
                    yield new AddressSetting.Off();
                }
            }
            default -> new AddressSetting.Off();
        };
    }

    private int mtu(int index, List<NetworkFinding> wrong) {
        String typed = value("mtu." + index);
        if (typed.isEmpty() || typed.matches("\\d{1,5}")) {
            return typed.isEmpty() ? 0 : Integer.parseInt(typed);
        }
        wrong.add(NetworkFinding.wrong(
                "$.interfaces[" + index + "].mtuBytes",
                "NETWORK_MTU_NO_NUMBER",
                "The size of a packet is no number.",
                "Give 576 to 9000, or leave it empty."));
        return 0;
    }

    private List<String> words(String field) {
        return Arrays.stream(value(field).split("[\\s,;]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private List<StaticRoute> routes(List<NetworkFinding> wrong) {
        List<StaticRoute> routes = new ArrayList<>();
        for (String line : value("routes").lines().map(String::strip).toList()) {
            String[] words = line.split("\\s+", 3);
            if (words.length == 2) {
                routes.add(new StaticRoute(words[0], words[1]));
            } else if (!line.isEmpty()) {
                wrong.add(NetworkFinding.wrong(
                        "$.routes[" + routes.size() + "]",
                        "NETWORK_ROUTE_UNREADABLE",
                        "The route '" + line + "' can't be read.",
                        "Give a network and a gateway in each line: 203.0.113.0/24 192.0.2.2",
                        line));
            }
        }
        return routes;
    }
}
