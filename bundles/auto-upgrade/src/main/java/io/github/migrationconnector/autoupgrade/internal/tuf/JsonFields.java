package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;

/** Members of an object that must be there; what is amiss is told by {@link IllegalArgumentException}. */
final class JsonFields {
    private static final long MOST_VERSION = 1L << 40;

    private final JsonNode object;

    JsonFields(JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("something in it is not an object");
        }
        this.object = object;
    }

    String text(String name) {
        JsonNode node = object.path(name);
        if (!node.isTextual()) {
            throw new IllegalArgumentException("its " + name + " is not a text");
        }
        return node.textValue();
    }

    /** A whole number from 1 on. */
    long version(String name) {
        long version = count(name);
        if (version < 1 || version > MOST_VERSION) {
            throw new IllegalArgumentException("its " + name + " is out of range");
        }
        return version;
    }

    /** A whole number from 0 on. */
    long count(String name) {
        JsonNode node = object.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new IllegalArgumentException("its " + name + " is not a whole number from 0 on");
        }
        return node.longValue();
    }

    JsonNode object(String name) {
        JsonNode node = object.path(name);
        if (!node.isObject()) {
            throw new IllegalArgumentException("its " + name + " is not an object");
        }
        return node;
    }
}
