package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.ArrayList;
import java.util.List;

/** The machine's network: looked at, and changed through the daemon, which checks it and takes it back unless it is kept. */
final class NetworkItem implements Item {
    private static final String NETWORK = "/network";
    private static final String NAME = "name";

    private final Desk desk;
    private final Connector connector;
    private final NetworkTrial trial;

    NetworkItem(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
        this.trial = new NetworkTrial(desk, connector);
    }

    @Override
    public String title() {
        return "Network";
    }

    @Override
    public void run() {
        JsonNode network = connector.get(NETWORK);
        show(network);
        List<Item> items = items(network);
        if (items.size() == 1) {
            desk.say(
                    "This machine's network is not the connector's to change, but for the proxy; use the tools of its own"
                            + " system.");
        }
        desk.say("");
        for (int index = 0; index < items.size(); index++) {
            desk.say(" " + (index + 1) + "  " + items.get(index).title());
        }
        String typed = desk.ask("Your choice, or Enter for the menu");
        if (typed.isEmpty()) {
            return;
        }
        if (!typed.matches("[1-9]") || Integer.parseInt(typed) > items.size()) {
            throw new TroubleException(
                    "there is no " + typed + " here", "type a number from 1 to " + items.size() + ", then Enter");
        }
        items.get(Integer.parseInt(typed) - 1).run();
    }

    private List<Item> items(JsonNode network) {
        Item proxy = Item.of("Proxy", new ProxyItem(desk, connector)::run);
        if (!(network.path("settings") instanceof ObjectNode settings)) {
            return List.of(proxy);
        }
        if (network.has("change")) {
            String id = network.at("/change/id").asText();
            return List.of(
                    Item.of("Keep the change that waits", () -> trial.keep(id)),
                    Item.of("Take it back", () -> trial.takeBack(id)));
        }
        return List.of(
                Item.of("Renew the DHCP lease", () -> renew(network)),
                Item.of("Address by DHCP", () -> trial.of(settings, each -> automatic(each, network))),
                Item.of("Static address", () -> trial.of(settings, each -> fixed(each, network))),
                Item.of("Name servers and suffix list", () -> trial.of(settings, this::names)),
                Item.of("Host name", () -> trial.of(settings, this::hostName)),
                proxy);
    }

    private void show(JsonNode network) {
        JsonNode inForce = network.path("inForce");
        desk.say("Host name    " + inForce.path("hostName").asText());
        for (JsonNode each : inForce.path("interfaces")) {
            desk.say(each.path(NAME).asText() + (each.path("up").asBoolean() ? "" : " (down)") + "  "
                    + CheckItems.joined(each.path("addresses")) + "  MAC "
                    + each.path("mac").asText());
            if (!each.path("gateways").isEmpty()) {
                desk.say("    gateway " + CheckItems.joined(each.path("gateways")));
            }
            if (each.has("lease")) {
                desk.say("    DHCP lease from " + each.at("/lease/server").asText() + " until "
                        + each.at("/lease/expires").asText());
            }
        }
        desk.say("Name servers " + CheckItems.joined(inForce.path("nameServers")));
        desk.say("Suffix list  " + CheckItems.joined(inForce.path("searchDomains")));
    }

    private void renew(JsonNode network) {
        String name = interfaceName(network);
        connector.post(NETWORK + "/interfaces/" + name + "/renew");
        desk.say("A new lease was asked for; look at Network again in a moment.");
    }

    private void automatic(ObjectNode settings, JsonNode network) {
        ObjectNode each = chosen(settings, network);
        boolean six = desk.ask("IPv4 by DHCP (4), or IPv6 by the router's word (6)", "4")
                .equals("6");
        method(each, six ? "ipv6" : "ipv4", "AUTOMATIC");
        if (!six) {
            offerNames(settings);
        }
    }

    private void fixed(ObjectNode settings, JsonNode network) {
        ObjectNode each = chosen(settings, network);
        String offered = each.at("/ipv4/address").asText();
        desk.say("An address with its prefix or netmask, as 192.0.2.10/24 or 192.0.2.10/255.255.255.0.");
        String address = desk.ask("Address", offered);
        String family = address.contains(":") ? "ipv6" : "ipv4";
        String gateway = desk.ask(
                "Gateway, - for none", each.path(family).path("gateway").asText());
        method(each, family, "STATIC").put("address", address).put("gateway", gateway.equals("-") ? "" : gateway);
        names(settings);
    }

    private static ObjectNode method(ObjectNode each, String family, String method) {
        return each.putObject(family).put("method", method);
    }

    /** With an address by DHCP, names given by hand would win over those that it brings. */
    private void offerNames(ObjectNode settings) {
        if (!settings.path("nameServers").isEmpty()
                && desk.agrees("Take the name servers and the suffix list from DHCP too?")) {
            settings.putArray("nameServers");
            settings.putArray("searchDomains");
        }
    }

    private void names(ObjectNode settings) {
        list(settings, "nameServers", "Name servers, a space between, - for none");
        list(settings, "searchDomains", "Suffix list, a space between, - for none");
    }

    private void hostName(ObjectNode settings) {
        settings.put("hostName", desk.ask("Host name", settings.path("hostName").asText()));
    }

    private void list(ObjectNode settings, String member, String question) {
        String typed =
                desk.ask(question, CheckItems.joined(settings.path(member)).replace(",", ""));
        ArrayNode list = settings.putArray(member);
        if (!typed.equals("-")) {
            for (String word : typed.split("[ ,]+", -1)) {
                if (!word.isEmpty()) {
                    list.add(word);
                }
            }
        }
    }

    private ObjectNode chosen(ObjectNode settings, JsonNode network) {
        String name = interfaceName(network);
        for (JsonNode each : settings.withArray("interfaces")) {
            if (each instanceof ObjectNode known && known.path(NAME).asText().equals(name)) {
                return known;
            }
        }
        return settings.withArray("interfaces").addObject().put(NAME, name);
    }

    /** Not asked for where there is only one. */
    private String interfaceName(JsonNode network) {
        List<String> names = new ArrayList<>();
        network.at("/inForce/interfaces")
                .forEach(each -> names.add(each.path(NAME).asText()));
        if (names.isEmpty()) {
            throw new TroubleException("this machine has no interface", "add a network adapter to the machine");
        }
        if (names.size() == 1) {
            return names.get(0);
        }
        String typed = desk.ask("Which interface: " + String.join(", ", names), names.get(0));
        if (!names.contains(typed)) {
            throw new TroubleException("there is no interface " + typed, "type one of " + String.join(", ", names));
        }
        return typed;
    }
}
