package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The one way to write a document that signatures are made over: OLPC's canonical JSON, which The Update Framework uses
 * (specification 1.0.33, section 4.2). Members in the order of their code points, no blanks, only quotation marks and
 * backslashes escaped, no fractions.
 */
final class CanonicalJson {
    private static final Comparator<String> BY_CODE_POINTS = (one, other) ->
            compare(one.codePoints().toArray(), other.codePoints().toArray());

    private CanonicalJson() {}

    static byte[] encode(JsonNode node) {
        StringBuilder text = new StringBuilder();
        write(node, text);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(JsonNode node, StringBuilder text) {
        switch (node.getNodeType()) {
            case OBJECT -> writeObject(node, text);
            case ARRAY -> {
                text.append('[');
                for (int i = 0; i < node.size(); i++) {
                    text.append(i == 0 ? "" : ",");
                    write(node.get(i), text);
                }
                text.append(']');
            }
            case STRING -> writeText(node.textValue(), text);
            case BOOLEAN, NULL -> text.append(node.asText());
            case NUMBER -> {
                if (!node.isIntegralNumber()) {
                    throw new IllegalArgumentException("a number with a fraction");
                }
                text.append(node.bigIntegerValue());
            }
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
        }
    }

    private static void writeObject(JsonNode node, StringBuilder text) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        names.sort(BY_CODE_POINTS);
        text.append('{');
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : ",");
            writeText(names.get(i), text);
            text.append(':');
            write(node.get(names.get(i)), text);
        }
        text.append('}');
    }

    private static void writeText(String value, StringBuilder text) {
        text.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }

    private static int compare(int[] one, int[] other) {
        return java.util.Arrays.compare(one, other);
    }
}
