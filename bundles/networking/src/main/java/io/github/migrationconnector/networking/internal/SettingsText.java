package io.github.migrationconnector.networking.internal;

import io.github.migrationconnector.api.network.AddressSetting;
import io.github.migrationconnector.api.network.InterfaceSettings;
import io.github.migrationconnector.api.network.NetworkSettings;
import io.github.migrationconnector.api.network.StaticRoute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as the privileged program takes and gives them: a line each, a keyword and words. Its usage text
 * (appliance-image/privileged/connector-privileged) has the grammar.
 */
final class SettingsText {
    private static final AddressSetting OFF = new AddressSetting.Off();
    private static final int FIRST_ARGUMENT = 3;

    private SettingsText() {}

    static String of(NetworkSettings settings) {
        List<String> lines = new ArrayList<>();
        if (!settings.hostName().isEmpty()) {
            lines.add("hostname " + settings.hostName());
        }
        for (InterfaceSettings each : settings.interfaces()) {
            lines.add("ipv4 " + each.name() + " " + words(each.ipv4(), "dhcp"));
            lines.add("ipv6 " + each.name() + " " + words(each.ipv6(), "auto"));
            if (each.mtuBytes() > 0) {
                lines.add("mtu " + each.name() + " " + each.mtuBytes());
            }
        }
        settings.nameServers().forEach(server -> lines.add("nameserver " + server));
        settings.searchDomains().forEach(domain -> lines.add("search " + domain));
        settings.timeServers().forEach(server -> lines.add("ntp " + server));
        settings.routes().forEach(route -> lines.add("route " + route.destination() + " " + route.gateway()));
        return String.join("\n", lines) + "\n";
    }

    private static String words(AddressSetting setting, String automatic) {
        if (setting instanceof AddressSetting.Static fixed) {
            return ("static " + fixed.text() + " " + fixed.gateway()).strip();
        }
        return setting instanceof AddressSetting.Automatic ? automatic : "off";
    }

    /** Lines that it doesn't know are those of a newer program; they are left out. */
    static NetworkSettings parse(String text) {
        Parsed parsed = new Parsed();
        text.lines().map(line -> line.split(" ", -1)).forEach(parsed::take);
        return parsed.settings();
    }

    /** What was read so far. */
    private static final class Parsed {
        private final Map<String, InterfaceSettings> interfaces = new LinkedHashMap<>();
        private final List<String> nameServers = new ArrayList<>();
        private final List<String> searchDomains = new ArrayList<>();
        private final List<String> timeServers = new ArrayList<>();
        private final List<StaticRoute> routes = new ArrayList<>();
        private String hostName = "";

        void take(String[] words) {
            if (words.length < 2) {
                return;
            }
            switch (words[0]) {
                case "hostname" -> hostName = words[1];
                case "nameserver" -> nameServers.add(words[1]);
                case "search" -> searchDomains.add(words[1]);
                case "ntp" -> timeServers.add(words[1]);
                default -> takeLonger(words);
            }
        }

        private void takeLonger(String[] words) {
            if (words.length < FIRST_ARGUMENT) {
                return;
            }
            InterfaceSettings before = interfaces.getOrDefault(words[1], new InterfaceSettings(words[1], OFF, OFF, 0));
            switch (words[0]) {
                case "ipv4" -> keep(new InterfaceSettings(words[1], address(words), before.ipv6(), before.mtuBytes()));
                case "ipv6" -> keep(new InterfaceSettings(words[1], before.ipv4(), address(words), before.mtuBytes()));
                case "mtu" ->
                    keep(new InterfaceSettings(words[1], before.ipv4(), before.ipv6(), Integer.parseInt(words[2])));
                case "route" -> routes.add(new StaticRoute(words[1], words[2]));
                default -> {
                    // a setting of a newer program
                }
            }
        }

        private void keep(InterfaceSettings settings) {
            interfaces.put(settings.name(), settings);
        }

        private static AddressSetting address(String[] words) {
            return switch (words[2]) {
                case "dhcp", "auto" -> new AddressSetting.Automatic();
                case "static" -> fixed(words).orElse(OFF);
                default -> OFF;
            };
        }

        private static Optional<AddressSetting> fixed(String[] words) {
            if (words.length <= FIRST_ARGUMENT) {
                return Optional.empty();
            }
            String[] network = words[FIRST_ARGUMENT].split("/", 2);
            String gateway = words.length > FIRST_ARGUMENT + 1 ? words[FIRST_ARGUMENT + 1] : "";
            return network.length < 2
                    ? Optional.empty()
                    : Optional.of(new AddressSetting.Static(network[0], Integer.parseInt(network[1]), gateway));
        }

        NetworkSettings settings() {
            return new NetworkSettings(
                    hostName, List.copyOf(interfaces.values()), nameServers, searchDomains, timeServers, routes);
        }
    }
}
