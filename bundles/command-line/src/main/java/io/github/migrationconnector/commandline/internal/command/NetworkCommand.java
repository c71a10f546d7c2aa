package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "network",
        description = "The network of the machine that the daemon runs on. A change takes itself back unless it is"
                + " confirmed.",
        subcommands = {
            NetworkCommand.Show.class,
            NetworkCommand.Dhcp.class,
            NetworkCommand.Static.class,
            NetworkCommand.Dns.class,
            NetworkProxyCommand.class,
            NetworkCommand.Confirm.class,
            NetworkCommand.Revert.class,
            NetworkCommand.Renew.class
        })
final class NetworkCommand {
    private NetworkCommand() {}

    private static String joined(JsonNode texts) {
        List<String> all = new ArrayList<>();
        texts.forEach(text -> all.add(text.asText()));
        return String.join(", ", all);
    }

    private static String words(JsonNode network) {
        JsonNode inForce = network.path("inForce");
        Table table = new Table("host", inForce.path("hostName").asText());
        for (JsonNode each : inForce.path("interfaces")) {
            table.row(each.path("name").asText(), each.path("up").asBoolean() ? joined(each.path("addresses")) : "down")
                    .row("  MAC", each.path("mac").asText())
                    .row("  MTU", each.path("mtuBytes").asText());
            if (!each.path("gateways").isEmpty()) {
                table.row("  gateway", joined(each.path("gateways")));
            }
            if (each.has("lease")) {
                table.row(
                        "  DHCP lease",
                        "from " + each.at("/lease/server").asText() + " until "
                                + each.at("/lease/expires").asText());
            }
        }
        table.row("name servers", joined(inForce.path("nameServers")))
                .row("search", joined(inForce.path("searchDomains")))
                .row("time servers", joined(inForce.path("timeServers")))
                .row("clock", inForce.path("timeSync").asText("").toLowerCase(Locale.ROOT));
        if (network.has("change")) {
            table.row(
                    "change",
                    network.at("/change/id").asText() + " "
                            + network.at("/change/phase").asText() + ", taken back in "
                            + network.at("/change/secondsLeft").asText() + " s unless confirmed");
        }
        if (network.has("lastChange") && !network.has("change")) {
            String reason = network.at("/lastChange/reason").asText();
            table.row(
                    "last change",
                    network.at("/lastChange/id").asText()
                            + (network.at("/lastChange/kept").asBoolean() ? ", kept" : ", taken back")
                            + (reason.isEmpty() ? "" : ": " + reason));
        }
        if (!network.path("changeable").asBoolean()) {
            table.row("note", "this machine's network is not the connector's to change");
        }
        return table.toString();
    }

    @Command(name = "show", description = "What is in force, and the change that waits to be confirmed.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode network = daemon().get("/network");
            print(network, words(network));
            return Program.DONE;
        }
    }

    /** A command that changes the settings, all at once. */
    abstract static class Change extends DaemonCommand {
        @Option(names = "--dry-run", description = "Says what is wrong and what would be run; changes nothing.")
        private boolean dryRun;

        @Option(
                names = "--confirm-seconds",
                paramLabel = "N",
                description = "How long the change waits to be confirmed: 5 to 600; 60 when not said.")
        private int confirmSeconds = 60;

        Change(Terminal terminal) {
            super(terminal);
        }

        /** Changes the settings that were wanted last into those that are wanted now. */
        abstract void want(ObjectNode settings);

        @Override
        public final Integer call() {
            JsonNode network = daemon().get("/network");
            if (!(network.path("settings") instanceof ObjectNode settings)) {
                throw new CommandFailure(
                        "this machine's network is not the connector's to change",
                        "change it with the tools of its own system");
            }
            want(settings);
            return dryRun ? check(settings) : apply(settings);
        }

        private int check(ObjectNode settings) {
            JsonNode checked = daemon().post("/network/check", settings);
            StringBuilder text = new StringBuilder();
            boolean sound = true;
            for (JsonNode finding : checked.path("findings")) {
                boolean blocking = finding.path("blocking").asBoolean();
                sound &= !blocking;
                text.append(blocking ? "wrong: " : "mind: ")
                        .append(finding.path("message").asText())
                        .append(". ")
                        .append(finding.path("fix").asText())
                        .append(".\n");
            }
            checked.path("plan").forEach(line -> text.append(line.asText()).append('\n'));
            print(checked, text.toString());
            return sound ? Program.DONE : Program.FAILED;
        }

        private int apply(ObjectNode settings) {
            ObjectNode body = object().put("confirmSeconds", confirmSeconds);
            body.set("settings", settings);
            JsonNode change = daemon().post("/network/changes", body);
            String id = change.path("id").asText();
            print(
                    change,
                    "The change " + id + " is being applied. It is taken back in " + confirmSeconds
                            + " s unless you reach the new address and confirm it:\n  bin/connector network confirm "
                            + id
                            + "\n");
            return Program.DONE;
        }

        static ObjectNode interfaceOf(ObjectNode settings, String name) {
            for (JsonNode each : settings.path("interfaces")) {
                if (each instanceof ObjectNode known
                        && known.path("name").asText().equals(name)) {
                    return known;
                }
            }
            return settings.withArray("interfaces").addObject().put("name", name);
        }

        static void fill(ArrayNode list, List<String> texts) {
            list.removeAll();
            texts.forEach(list::add);
        }
    }

    @Command(name = "dhcp", description = "Takes an interface's address from the network.")
    static final class Dhcp extends Change {
        @Parameters(paramLabel = "INTERFACE", description = "Such as vmx0; `network show` lists them.")
        private String name;

        @Option(names = "--ipv6", description = "IPv6 from the router's advertisements, instead of IPv4 by DHCP.")
        private boolean ipv6;

        Dhcp(Terminal terminal) {
            super(terminal);
        }

        @Override
        void want(ObjectNode settings) {
            interfaceOf(settings, name).putObject(ipv6 ? "ipv6" : "ipv4").put("method", "AUTOMATIC");
        }
    }

    @Command(name = "static", description = "Gives an interface a fixed address.")
    static final class Static extends Change {
        @Parameters(index = "0", paramLabel = "INTERFACE", description = "Such as vmx0; `network show` lists them.")
        private String name;

        @Parameters(
                index = "1",
                paramLabel = "ADDRESS/PREFIX",
                description = "Such as 192.0.2.10/24, 192.0.2.10/255.255.255.0 or 2001:db8::10/64.")
        private String address;

        @Option(names = "--gateway", paramLabel = "ADDRESS", description = "Where everything else is sent through.")
        private String gateway = "";

        @Option(names = "--mtu", paramLabel = "BYTES", description = "The largest packet; 0 for the system's own.")
        private int mtuBytes = -1;

        @Option(names = "--hostname", paramLabel = "NAME", description = "The machine's name.")
        private String hostName = "";

        Static(Terminal terminal) {
            super(terminal);
        }

        @Override
        void want(ObjectNode settings) {
            ObjectNode each = interfaceOf(settings, name);
            each.putObject(address.contains(":") ? "ipv6" : "ipv4")
                    .put("method", "STATIC")
                    .put("address", address)
                    .put("gateway", gateway);
            if (mtuBytes >= 0) {
                each.put("mtuBytes", mtuBytes);
            }
            if (!hostName.isEmpty()) {
                settings.put("hostName", hostName);
            }
        }
    }

    @Command(
            name = "dns",
            description = "Sets name servers, search domains and time servers; none leaves them to DHCP.")
    static final class Dns extends Change {
        @Parameters(paramLabel = "SERVER", arity = "0..*", description = "Addresses, in the order they are asked.")
        private List<String> servers = List.of();

        @Option(names = "--search", paramLabel = "DOMAIN", description = "Tried behind a short name; may be repeated.")
        private List<String> domains = List.of();

        @Option(names = "--ntp", paramLabel = "SERVER", description = "A time server; may be repeated.")
        private List<String> timeServers = List.of();

        Dns(Terminal terminal) {
            super(terminal);
        }

        @Override
        void want(ObjectNode settings) {
            fill(settings.withArray("nameServers"), servers);
            fill(settings.withArray("searchDomains"), domains);
            if (!timeServers.isEmpty()) {
                fill(settings.withArray("timeServers"), timeServers);
            }
        }
    }

    @Command(name = "confirm", description = "Keeps the change that is in force.")
    static final class Confirm extends DaemonCommand {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "The change's; left out, the one that waits.")
        private String id = "";

        Confirm(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            String change = id.isEmpty() ? waiting(daemon().get("/network")) : id;
            daemon().post("/network/changes/" + change + "/confirm", object());
            print(object().put("confirmed", change), "The change " + change + " is kept.\n");
            return Program.DONE;
        }
    }

    private static String waiting(JsonNode network) {
        if (!network.has("change")) {
            throw new CommandFailure("no change waits", "`network show` tells what is in force");
        }
        return network.at("/change/id").asText();
    }

    @Command(name = "revert", description = "Takes the change that waits back at once.")
    static final class Revert extends DaemonCommand {
        Revert(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            String change = waiting(daemon().get("/network"));
            daemon().delete("/network/changes/" + change);
            print(object().put("reverted", change), "The change " + change + " is taken back.\n");
            return Program.DONE;
        }
    }

    @Command(name = "renew", description = "Asks for a new DHCP lease.")
    static final class Renew extends DaemonCommand {
        @Parameters(paramLabel = "INTERFACE", description = "Such as vmx0.")
        private String name;

        Renew(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().post("/network/interfaces/" + name + "/renew", object());
            print(object().put("renewed", name), "A new lease was asked for; `network show` tells it.\n");
            return Program.DONE;
        }
    }
}
