package io.github.migrationconnector.commandline.internal.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** A running daemon, asked by its JSON API. */
public final class Daemon {
    /** An inventory of thousands of VMs, or a set-up that waits for both sides, takes its time. */
    static final Duration ANSWER_WITHIN = Duration.ofMinutes(3);

    private static final int MOST_BYTES = 256 << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Endpoint endpoint;
    private final Duration answerWithin;

    public Daemon(Endpoint endpoint) {
        this(endpoint, ANSWER_WITHIN);
    }

    public Daemon(Endpoint endpoint, Duration answerWithin) {
        this.endpoint = endpoint;
        this.answerWithin = answerWithin;
    }

    /** One part of a path or one value of a query, encoded. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public JsonNode get(String path) {
        return call("GET", path, new byte[0]).orThrow();
    }

    public JsonNode post(String path, JsonNode body) {
        return call("POST", path, bytes(body)).orThrow();
    }

    /** Without a body. */
    public JsonNode post(String path) {
        return call("POST", path, new byte[0]).orThrow();
    }

    /** With a body as it stands, and with an answer that may be a refusal. */
    public Answer post(String path, byte[] body) {
        return call("POST", path, body);
    }

    public void delete(String path) {
        call("DELETE", path, new byte[0]).orThrow();
    }

    /**
     * Changes what is there.
     *
     * @param ifMatch its entity tag as it was read, or a star for whichever is in force
     */
    public JsonNode patch(String path, JsonNode body, String ifMatch) {
        return call("PATCH", path, bytes(body), ifMatch).orThrow();
    }

    /**
     * Writes what is answered into a file, whole or not at all; only the user who asks can read it.
     *
     * @return its length
     */
    public long download(String path, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            HttpResponse<InputStream> response = send("GET", path, new byte[0], "");
            try (InputStream in = response.body();
                    OutputStream written = Files.newOutputStream(part)) {
                if (response.statusCode() / 100 != 2) {
                    new Answer(response.statusCode(), json(in)).orThrow();
                }
                in.transferTo(written);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return Files.size(file);
        } catch (FileSystemException unwritable) {
            throw new CommandFailure(
                    unwritable.getFile() + " can't be written: " + unwritable.getReason(), "name another file");
        } catch (IOException e) {
            throw failure(e);
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new CommandFailure(part + " can't be removed: " + e.getMessage(), "remove it");
        }
    }

    private Answer call(String method, String path, byte[] body) {
        return call(method, path, body, "");
    }

    private Answer call(String method, String path, byte[] body, String ifMatch) {
        try {
            HttpResponse<InputStream> response = send(method, path, body, ifMatch);
            try (InputStream in = response.body()) {
                return new Answer(response.statusCode(), json(in));
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private HttpResponse<InputStream> send(String method, String path, byte[] body, String ifMatch) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.address() + "/api/v1" + path))
                .timeout(answerWithin)
                .header("Authorization", "Bearer " + endpoint.token())
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        // made anew for each call: a daemon that was started again may have another certificate
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(new PinnedTrust(endpoint.certificate()).context());
        endpoint.connectWithin().ifPresent(client::connectTimeout);
        try {
            return client.build().send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", "");
        }
    }

    private CommandFailure failure(IOException cause) {
        boolean late = cause instanceof HttpConnectTimeoutException
                && endpoint.connectWithin().isPresent();
        if (cause instanceof ConnectException || late) {
            return endpoint.notRunning();
        }
        if (cause instanceof HttpTimeoutException) {
            return new CommandFailure(
                    "the daemon did not answer within " + answerWithin.toSeconds() + " s",
                    "look at " + endpoint.log(),
                    true);
        }
        if (cause instanceof SSLException) {
            return endpoint.foreign();
        }
        return new CommandFailure(
                "the connection to the daemon broke: " + cause.getMessage(), "try again; look at its log", true);
    }

    private static JsonNode json(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MOST_BYTES);
        return body.length == 0 ? MAPPER.missingNode() : MAPPER.readTree(body);
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return MAPPER.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException("a tree that can't be written", e);
        }
    }
}
