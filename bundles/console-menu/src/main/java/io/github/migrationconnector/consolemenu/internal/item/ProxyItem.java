package io.github.migrationconnector.consolemenu.internal.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.consolemenu.internal.Connector;
import io.github.migrationconnector.consolemenu.internal.TroubleException;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.util.Arrays;

/** The proxy that AWS is reached through: checked by the daemon, and in force whole or not at all. */
final class ProxyItem {
    private static final String PATH = "/network/proxy";
    private static final String NONE = "-";
    private static final int HIGHEST_PORT = 65_535;

    private final Desk desk;
    private final Connector connector;

    ProxyItem(Desk desk, Connector connector) {
        this.desk = desk;
        this.connector = connector;
    }

    void run() {
        JsonNode state = connector.get(PATH);
        JsonNode proxy = state.path("proxy");
        show(state, proxy);
        String host =
                desk.ask("Host of the proxy, - for none, Enter to leave it", "").strip();
        if (host.isEmpty()) {
            desk.say("Nothing was changed.");
        } else if (host.equals(NONE)) {
            connector.delete(PATH);
            desk.say("There is no proxy.");
        } else {
            set(host, proxy);
        }
    }

    private void show(JsonNode state, JsonNode proxy) {
        if (proxy.isMissingNode()) {
            desk.say("There is no proxy.");
            return;
        }
        String user = proxy.path("user").asText();
        desk.say("Proxy        " + proxy.path("host").asText() + ":"
                + proxy.path("port").asText() + (user.isEmpty() ? "" : " as " + user)
                + (state.path("inForce").asBoolean() ? "" : " (kept for the set-up)"));
        desk.say("Directly     " + CheckItems.joined(proxy.path("exceptions")));
    }

    private void set(String host, JsonNode proxy) {
        ObjectNode wanted = JsonNodeFactory.instance.objectNode().put("host", host);
        wanted.put("port", port(desk.ask("Port", proxy.path("port").asText("3128"))));
        ArrayNode exceptions = JsonNodeFactory.instance.arrayNode();
        String offered = CheckItems.joined(proxy.path("exceptions")).replace(",", "");
        String typed = desk.ask("Reached directly, a space between, - for none", offered);
        if (!typed.equals(NONE)) {
            Arrays.stream(typed.split("[ ,]+", -1))
                    .filter(word -> !word.isEmpty())
                    .forEach(exceptions::add);
        }
        wanted.set("exceptions", exceptions);
        String user = desk.ask("User of the proxy, Enter for none");
        if (!user.isEmpty()) {
            char[] password = desk.askSecret("Password of the proxy");
            wanted.put("user", user).put("password", new String(password));
            Arrays.fill(password, '\0');
        }
        desk.say("AWS is asked through it; this takes up to some minutes.");
        connector.post(PATH, wanted);
        desk.say("The proxy is set.");
    }

    private static int port(String typed) {
        if (!typed.matches("[1-9][0-9]{0,4}") || Integer.parseInt(typed) > HIGHEST_PORT) {
            throw new TroubleException("not a port: " + typed, "type a number from 1 to 65535");
        }
        return Integer.parseInt(typed);
    }
}
