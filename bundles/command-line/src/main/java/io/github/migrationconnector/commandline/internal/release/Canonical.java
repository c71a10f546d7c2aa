package io.github.migrationconnector.commandline.internal.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** OLPC's canonical JSON (The Update Framework, specification 1.0.33, section 4.2), for the names and numbers of ours. */
final class Canonical {
    private Canonical() {}

    static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.UTF_8);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(SigningKey.sha256().digest(bytes));
    }

    private static String text(JsonNode node) {
        if (node.isObject()) {
            // all names here are ASCII, so that the order of chars is that of code points
            Map<String, String> members = new TreeMap<>();
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                members.put(field.getKey(), quoted(field.getKey()) + ":" + text(field.getValue()));
            }
            return "{" + String.join(",", members.values()) + "}";
        }
        if (node.isArray()) {
            StringBuilder items = new StringBuilder();
            node.forEach(item -> items.append(items.isEmpty() ? "" : ",").append(text(item)));
            return "[" + items + "]";
        }
        return node.isTextual() ? quoted(node.textValue()) : node.asText();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
