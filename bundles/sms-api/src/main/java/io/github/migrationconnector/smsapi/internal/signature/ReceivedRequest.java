package io.github.migrationconnector.smsapi.internal.signature;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What of an HTTP request is signed. */
public final class ReceivedRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    /** Where a request was sent to: its method, its path not decoded, and its query as it came, empty when there is none. */
    public record Line(String method, String path, String query) {
        public Line {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(query, "query");
        }
    }

    /**
     * @param line where it was sent to
     * @param headers the values of each header, by its name in lower case, in the order in which they came
     * @param body what came; not copied
     */
    public ReceivedRequest(Line line, Map<String, List<String>> headers, byte[] body) {
        this.method = line.method();
        this.path = line.path();
        this.query = line.query();
        this.headers = Map.copyOf(headers);
        this.body = Objects.requireNonNull(body, "body");
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String query() {
        return query;
    }

    /** Whether a header came at all. */
    boolean has(String lowerCaseName) {
        return headers.containsKey(lowerCaseName);
    }

    List<String> values(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }

    /** The only value of a header; empty when it is not there, or there more than once. */
    String single(String lowerCaseName) {
        List<String> values = values(lowerCaseName);
        return values.size() == 1 ? values.get(0) : "";
    }

    public byte[] body() {
        return body;
    }
}
