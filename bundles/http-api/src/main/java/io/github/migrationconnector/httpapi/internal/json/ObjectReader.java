package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Takes the members of an object one by one; what nobody took is an error, since a mistyped name would be passed over. */
public final class ObjectReader {
    private static final int LONGEST = 1000;

    private final ObjectNode object;
    private final Set<String> taken = new HashSet<>();

    public ObjectReader(ObjectNode object) {
        this.object = object;
    }

    private Optional<JsonNode> member(String name) {
        taken.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** A text that must be there and not be empty. */
    public String text(String name) {
        String text = text(name, "");
        if (text.isBlank()) {
            throw BadRequests.of("$." + name, "is missing");
        }
        return text;
    }

    /** A text, or what stands for it when it is not there. */
    public String text(String name, String otherwise) {
        Optional<JsonNode> node = member(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (!node.get().isTextual() || node.get().textValue().length() > LONGEST) {
            throw BadRequests.of("$." + name, "is not a text of at most " + LONGEST + " characters");
        }
        return node.get().textValue();
    }

    /** True or false, or false when it is not there. */
    public boolean flag(String name) {
        Optional<JsonNode> node = member(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw BadRequests.of("$." + name, "is neither true nor false");
        }
        return node.isPresent() && node.get().booleanValue();
    }

    /** A whole number from 0 on, or 0 when it is not there. */
    public long count(String name) {
        Optional<JsonNode> node = member(name);
        if (node.isEmpty()) {
            return 0;
        }
        if (!node.get().isIntegralNumber()
                || !node.get().canConvertToLong()
                || node.get().longValue() < 0) {
            throw BadRequests.of("$." + name, "is not a whole number from 0 on");
        }
        return node.get().longValue();
    }

    /** Refuses members that were not asked for. */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!taken.contains(name)) {
                throw BadRequests.of("the body", "has a member that is not known; known are " + taken);
            }
        });
    }
}
