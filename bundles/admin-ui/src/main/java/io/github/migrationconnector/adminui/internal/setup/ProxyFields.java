package io.github.migrationconnector.adminui.internal.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The HTTP proxy in the form of the network: the section {@code proxy} of setup.json as five fields. */
final class ProxyFields {
    /** Those that are no secrets. */
    static final List<String> OPEN = List.of("proxyHost", "proxyPort", "proxyUser", "proxyExceptions");

    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECTION = "proxy";

    private ProxyFields() {}

    /** Adds the section when a host was typed. What is no number goes on as it is: the check says what is wrong with it. */
    static void add(ObjectNode answer, PageRequest request) {
        String host = request.field("proxyHost").strip();
        if (host.isEmpty()) {
            return;
        }
        ObjectNode proxy = answer.putObject(SECTION).put("host", host);
        String port = request.field("proxyPort").strip();
        if (port.matches("[0-9]{1,9}")) {
            proxy.put("port", Integer.parseInt(port));
        } else {
            proxy.put("port", port);
        }
        String user = request.field("proxyUser").strip();
        if (!user.isEmpty()) {
            proxy.put("user", user);
        }
        String password = request.field("proxyPassword");
        if (!password.isEmpty()) {
            proxy.put("password", password);
        }
        ArrayNode exceptions = JSON.createArrayNode();
        for (String exception : request.field("proxyExceptions").strip().split("[\\s,]+", 0)) {
            if (!exception.isEmpty()) {
                exceptions.add(exception);
            }
        }
        if (!exceptions.isEmpty()) {
            proxy.set("exceptions", exceptions);
        }
    }

    /** The fields of an answer that was kept; none when it has no proxy. */
    static Map<String, String> of(Map<String, String> answer) {
        String kept = answer.get(SECTION);
        if (kept == null) {
            return Map.of();
        }
        try {
            JsonNode proxy = JSON.readTree(kept);
            List<String> exceptions = new ArrayList<>();
            proxy.path("exceptions").forEach(exception -> exceptions.add(exception.asText()));
            return Map.of(
                    "proxyHost", proxy.path("host").asText(),
                    "proxyPort", proxy.path("port").asText(),
                    "proxyUser", proxy.path("user").asText(),
                    "proxyExceptions", String.join(" ", exceptions));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("a kept answer is JSON", notOurs);
        }
    }
}
