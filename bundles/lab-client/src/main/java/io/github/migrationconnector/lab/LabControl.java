package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The lab's control interface, call by call: JSON over plain HTTP on loopback (lab/README.md). */
public final class LabControl {
    // a hold point may be waited for
    private static final Duration LONGEST_CALL = Duration.ofMinutes(11);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final ObjectMapper json = new ObjectMapper();

    public LabControl(URI base) {
        this.base = base;
    }

    /** GET of a path such as {@code /ebs/snapshots}. */
    public JsonNode get(String path) {
        return call("GET", path, BodyPublishers.noBody());
    }

    /** POST of a JSON document: a record, a map, a JsonNode. */
    public JsonNode post(String path, Object document) {
        try {
            return call("POST", path, BodyPublishers.ofByteArray(json.writeValueAsBytes(document)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** POST of raw bytes. */
    public JsonNode postBytes(String path, byte[] bytes) {
        return call("POST", path, BodyPublishers.ofByteArray(bytes));
    }

    /** PUT of a JSON text. */
    public JsonNode put(String path, String text) {
        return call("PUT", path, BodyPublishers.ofString(text));
    }

    /** DELETE of a path. */
    public void delete(String path) {
        call("DELETE", path, BodyPublishers.noBody());
    }

    private JsonNode call(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LONGEST_CALL)
                .method(method, body)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            JsonNode document = json.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        method + " " + path + " answered " + answer.statusCode() + " " + document);
            }
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " of the lab failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + method + " " + path, e);
        }
    }
}
