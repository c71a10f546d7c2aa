package io.github.migrationconnector.launcher.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the JSON API of a booted set with the token of its home. */
final class LocalApi {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;
    private final String url;
    private final Path home;
    private final ObjectMapper mapper = new ObjectMapper();

    LocalApi(String url, Path home) throws Exception {
        this.url = url;
        this.home = home;
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(home.resolve("tls/certificate.pem"))) {
            store.setCertificateEntry(
                    "c", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        client = HttpClient.newBuilder().sslContext(context).build();
    }

    JsonNode get(String path) throws Exception {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, JsonNode body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Begins to apply a release file; returns the plan. */
    JsonNode begin(Path file) throws Exception {
        return post("upgrades", mapper.createObjectNode().put("file", file.toString()));
    }

    /** Applies a release file, and waits for the end; returns the record of it. */
    JsonNode upgrade(Path file) throws Exception {
        JsonNode plan = begin(file);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (System.nanoTime() < end) {
            JsonNode status = get("upgrades");
            JsonNode record = status.path("history").path(0);
            if (status.path("stage").asText().equals("IDLE")
                    && record.path("toSet").equals(plan.path("toSet"))) {
                return record;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("no end of " + plan);
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(URI.create(url + "/api/v1/" + path))
                .timeout(LIMIT)
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(home.resolve("token")).strip());
    }

    private JsonNode send(HttpRequest request) throws Exception {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return mapper.readTree(answer.body());
    }
}
