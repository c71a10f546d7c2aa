package io.github.migrationconnector.httpapi.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes the members of an object one by one; what nobody took is an error, since a mistyped name would be passed over. */
public final class ObjectReader {
    private static final int LONGEST = 1000;
    private static final int MOST_ELEMENTS = 64;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final ObjectNode object;
    private final String path;
    private final Set<String> taken = new HashSet<>();

    public ObjectReader(ObjectNode object) {
        this(object, "$");
    }

    private ObjectReader(ObjectNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /** The JSON path of a member. */
    public String place(String name) {
        return path + "." + name;
    }

    private Optional<JsonNode> member(String name) {
        taken.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** Whether there is such a member. */
    public boolean has(String name) {
        return member(name).isPresent();
    }

    /** A text that must be there and not be empty. */
    public String text(String name) {
        String text = text(name, "");
        if (text.isBlank()) {
            throw BadRequests.of(place(name), "is missing");
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
            throw BadRequests.of(place(name), "is not a text of at most " + LONGEST + " characters");
        }
        return node.get().textValue();
    }

    /** A text of many lines, or an empty one when it is not there. */
    public String longText(String name, int longest) {
        Optional<JsonNode> node = member(name);
        if (node.isPresent()
                && (!node.get().isTextual() || node.get().textValue().length() > longest)) {
            throw BadRequests.of("$." + name, "is not a text of at most " + longest + " characters");
        }
        return node.map(JsonNode::textValue).orElse("");
    }

    /** True or false, or false when it is not there. */
    public boolean flag(String name) {
        return flag(name, false);
    }

    /** True or false, or what stands for it when it is not there. */
    public boolean flag(String name, boolean otherwise) {
        Optional<JsonNode> node = member(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw BadRequests.of(place(name), "is neither true nor false");
        }
        return node.map(JsonNode::booleanValue).orElse(otherwise);
    }

    /** A whole number from 0 on, or 0 when it is not there. */
    public long count(String name) {
        return count(name, 0, Long.MAX_VALUE);
    }

    /** A whole number from 0 to a bound, or what stands for it when it is not there. */
    public long count(String name, long otherwise, long most) {
        Optional<JsonNode> node = member(name);
        if (node.isEmpty()) {
            return otherwise;
        }
        if (!node.get().isIntegralNumber()
                || !node.get().canConvertToLong()
                || node.get().longValue() < 0
                || node.get().longValue() > most) {
            throw BadRequests.of(
                    place(name), "is not a whole number from 0 " + (most == Long.MAX_VALUE ? "on" : "to " + most));
        }
        return node.get().longValue();
    }

    /** A time as RFC 3339 has it, which must be there. */
    public Instant time(String name) {
        String text = text(name);
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeParseException e) {
            throw BadRequests.of(place(name), "is not a time like 2026-11-24T18:00:00Z");
        }
        throw BadRequests.of(place(name), "is not a time from 1970 to 9999");
    }

    /** One of some names, which must be there. */
    public <E extends Enum<E>> E name(String name, Class<E> names) {
        String text = text(name);
        return Arrays.stream(names.getEnumConstants())
                .filter(constant -> constant.name().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> BadRequests.of(place(name), "is none of " + Arrays.toString(names.getEnumConstants())));
    }

    /** One of some names, or what stands for it when it is not there. */
    public <E extends Enum<E>> E name(String name, Class<E> names, E otherwise) {
        return member(name).isPresent() ? name(name, names) : otherwise;
    }

    /** An object; empty when it is not there. */
    public Optional<ObjectReader> object(String name) {
        return member(name).map(node -> {
            if (node instanceof ObjectNode inner) {
                return new ObjectReader(inner, place(name));
            }
            throw BadRequests.of(place(name), "is not an object");
        });
    }

    /** Texts; none when it is not there. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(name)) {
            if (!node.isTextual()
                    || node.textValue().isEmpty()
                    || node.textValue().length() > LONGEST) {
                throw BadRequests.of(
                        place(name), "has an element that is not a text of 1 to " + LONGEST + " characters");
            }
            texts.add(node.textValue());
        }
        return texts;
    }

    /** Objects; none when it is not there. */
    public List<ObjectReader> objects(String name) {
        List<ObjectReader> objects = new ArrayList<>();
        for (JsonNode node : array(name)) {
            if (!(node instanceof ObjectNode inner)) {
                throw BadRequests.of(place(name), "has an element that is not an object");
            }
            objects.add(new ObjectReader(inner, place(name) + "[" + objects.size() + "]"));
        }
        return objects;
    }

    private Iterable<JsonNode> array(String name) {
        Optional<JsonNode> node = member(name);
        if (node.isPresent() && (!node.get().isArray() || node.get().size() > MOST_ELEMENTS)) {
            throw BadRequests.of(place(name), "is not a list of at most " + MOST_ELEMENTS + " elements");
        }
        return node.orElse(JsonNodeFactory.instance.arrayNode());
    }

    /** Refuses members that were not asked for. */
    public void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!taken.contains(name)) {
                throw BadRequests.of(
                        path.equals("$") ? "the body" : path, "has a member that is not known; known are " + taken);
            }
        });
    }
}
