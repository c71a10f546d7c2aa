package io.github.migrationconnector.smsapi.internal.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The members of a request, by the types of the service model: text, whole number, true or false, time (seconds since 1970),
 * list. A member of another type is a SerializationException; members that the model does not have are passed over, as AWS does.
 */
public final class Parameters {
    private static final int LONGEST_TEXT = 2048;
    private static final int LONGEST_LIST = 1000;
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);
    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private final ObjectNode object;

    public Parameters(ObjectNode object) {
        this.object = Objects.requireNonNull(object, "object");
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** Whether it was sent as a text that is taken. */
    public boolean isText(String name) {
        return member(name)
                .filter(node -> node.isTextual() && node.textValue().length() <= LONGEST_TEXT)
                .isPresent();
    }

    /** A text that must be there and not be empty. */
    public String required(String name) {
        return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> missing(name));
    }

    /** A text. */
    public Optional<String> text(String name) {
        return member(name).map(node -> {
            if (!node.isTextual()) {
                throw serialization(name, "a text");
            }
            if (node.textValue().length() > LONGEST_TEXT) {
                throw invalid(name, "has more than " + LONGEST_TEXT + " characters");
            }
            return node.textValue();
        });
    }

    /** A whole number of 32 bits. */
    public Optional<Integer> number(String name) {
        return member(name).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToInt()) {
                throw serialization(name, "a whole number");
            }
            return node.intValue();
        });
    }

    /** True or false. */
    public Optional<Boolean> flag(String name) {
        return member(name).map(node -> {
            if (!node.isBoolean()) {
                throw serialization(name, "true or false");
            }
            return node.booleanValue();
        });
    }

    /** A time: seconds since 1970, with or without a fraction. */
    public Optional<Instant> time(String name) {
        return member(name).map(node -> {
            if (!node.isNumber()) {
                throw serialization(name, "a time in seconds since 1970");
            }
            BigDecimal seconds = node.decimalValue();
            // compared before anything is scaled: an exponent of thousands of digits would be a bomb
            if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0 || seconds.scale() > 40) {
                throw invalid(name, "is no time from 1970 to 9999");
            }
            try {
                long nanos = seconds.remainder(BigDecimal.ONE).multiply(NANOS).longValue();
                return Instant.ofEpochSecond(seconds.longValue(), nanos);
            } catch (DateTimeException e) {
                throw invalid(name, "is no time from 1970 to 9999");
            }
        });
    }

    /** A name out of a list of them. */
    public <E extends Enum<E>> Optional<E> name(String name, Class<E> names) {
        return text(name).map(text -> {
            for (E constant : names.getEnumConstants()) {
                if (constant.name().equals(text)) {
                    return constant;
                }
            }
            throw invalid(name, "is none of " + List.of(names.getEnumConstants()));
        });
    }

    /** A list of structures; empty when it was not sent. */
    public List<Parameters> list(String name) {
        Optional<JsonNode> list = member(name);
        if (list.isEmpty()) {
            return List.of();
        }
        if (!list.get().isArray()) {
            throw serialization(name, "a list");
        }
        if (list.get().size() > LONGEST_LIST) {
            throw invalid(name, "has more than " + LONGEST_LIST + " entries");
        }
        List<Parameters> entries = new ArrayList<>();
        for (JsonNode entry : list.get()) {
            if (!(entry instanceof ObjectNode structure)) {
                throw serialization(name, "a list of structures");
            }
            entries.add(new Parameters(structure));
        }
        return entries;
    }

    /** What to throw for a value that can't be. */
    public static SmsFault invalid(String name, String what) {
        return new SmsFault(FaultCode.INVALID_PARAMETER, "The parameter " + name + " " + what + ".");
    }

    /** What to throw for one that must be there. */
    public static SmsFault missing(String name) {
        return new SmsFault(FaultCode.MISSING_REQUIRED_PARAMETER, "The parameter " + name + " is missing.");
    }

    private static SmsFault serialization(String name, String what) {
        return new SmsFault(FaultCode.SERIALIZATION, "The parameter " + name + " is not " + what + ".");
    }
}
