package io.github.migrationconnector.aws.internal.failure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads an error answer of the EBS direct APIs (AWS REST-JSON 1.1, "Operation error serialization"). */
public final class ErrorAnswer {
    private static final int LONGEST_TEXT = 2000;
    private static final JsonFactory JSON = new JsonFactory();

    private ErrorAnswer() {}

    /**
     * Reads an answer; whatever can't be read is left empty.
     *
     * @param action what was asked
     * @param status HTTP status
     * @param headers names in lower case
     * @param body bounded by whoever received it
     * @param now our clock when it came
     */
    public static AwsFailure read(String action, int status, Map<String, String> headers, byte[] body, Instant now) {
        Map<String, String> members = members(body);
        String type = headers.getOrDefault(
                "x-amzn-errortype", members.getOrDefault("__type", members.getOrDefault("code", "")));
        return new AwsFailure(
                action,
                status,
                bare(type),
                printable(members.getOrDefault("reason", "")),
                printable(members.getOrDefault("message", "")),
                Optional.ofNullable(headers.get("date")).flatMap(date -> offset(date, now)));
    }

    /** The name alone: it may come as {@code prefix#Name} or {@code Name:uri}. */
    private static String bare(String type) {
        String name = type.substring(type.indexOf('#') + 1);
        int colon = name.indexOf(':');
        return printable(colon < 0 ? name : name.substring(0, colon));
    }

    private static Optional<Duration> offset(String date, Instant now) {
        try {
            return Optional.of(Duration.between(
                    now,
                    ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The texts of the outermost object, by their names in lower case: services differ in it. */
    private static Map<String, String> members(byte[] body) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return members;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName().toLowerCase(Locale.ROOT);
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    members.putIfAbsent(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            // no JSON, or a torn one: what was read up to there is used
            return members;
        }
        return members;
    }

    /** For logs and pages: one line, of bounded length. */
    private static String printable(String text) {
        String line = text.codePoints()
                .limit(LONGEST_TEXT)
                .map(point -> Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.strip();
    }
}
