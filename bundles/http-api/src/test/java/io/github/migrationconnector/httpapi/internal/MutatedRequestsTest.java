package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.fuzz.MutatedBodies;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeCatalog;
import io.github.migrationconnector.httpapi.internal.fake.FakeKeyset;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import io.github.migrationconnector.httpapi.internal.http.Route;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Requests that are right but for a few bytes, over real HTTP: whatever comes of them, it is no 5xx, and nothing is left open.
 * How many, and by which seed: {@code -Dmutated.requests=100000 -Dmutated.seed=7}.
 */
final class MutatedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("mutated.requests", 6000);
    private static final long SEED = Long.getLong("mutated.seed", 1);

    /** What a file that was opened for each request would be far above. */
    private static final int HANDLES_OF_A_SERVER = 100;

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> IDS = List.of(
            "sms-job-1",
            "sms-run-1",
            "vm-42",
            "olga",
            "licence",
            FakeCatalog.SERVER,
            "x",
            "..",
            "%00",
            "%2e%2e",
            "a;b=c",
            "");
    private static final List<String> QUERIES = List.of(
            "",
            "",
            "?limit=5&after=sms-run-1",
            "?before=9&count=2",
            "?vm=vm-42",
            "?dryRun=true",
            "?fetch=true",
            "?&&=&limit",
            "?limit=99999999999999999999");
    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "{\"vm\": \"web 01\", \"description\": \"d\", \"quiesce\": true, \"bytesPerSecond\": 12, \"schedule\":"
                    + " {\"kind\": \"EVERY\", \"hours\": 6, \"start\": \"2026-11-24T18:00:00Z\"}, \"image\":"
                    + " {\"imagesToKeep\": 3, \"encrypted\": true, \"kmsKeyId\": \"alias/x\"}}",
            "{\"snapshotId\": \"snap-0123456789abcdef0\"}",
            "{\"name\": \"olga\", \"owner\": \"olga\", \"role\": \"VIEWER\", \"days\": 1, \"password\": \"x\"}",
            "{\"name\": \"olga\", \"role\": \"VIEWER\", \"password\": \"x\"}",
            "{\"passphrase\": \"" + FakeKeyset.PASSPHRASE + "\", \"backup\": {}}",
            "{\"server\": \"vcenter.example\", \"sha256\": \"AB\"}",
            "{\"target\": \"SFTP\", \"host\": \"logs.example\", \"port\": 22, \"everyMinutes\": 60, \"password\": \"x\"}",
            "{\"confirmSeconds\": 60, \"settings\": {\"interfaces\": [{\"name\": \"vmx0\", \"ipv4\": {\"method\":"
                    + " \"STATIC\", \"address\": \"192.0.2.10/24\"}}], \"nameServers\": [\"192.0.2.53\"]}}",
            "{\"current\": \"x\", \"password\": \"\\u00fc\"}");

    private final Random random = new Random(SEED);
    private final MutatedBodies bodies = new MutatedBodies(random);

    @Test
    void noneIsAnsweredWith5xxAndNothingIsLeftOpen() throws Exception {
        ApiServer server = new ApiServer();
        server.services.transfers.goOn.countDown();
        server.call("POST", "/jobs", "{\"vm\": \"web 01\"}");
        Map<Integer, Integer> statuses = new TreeMap<>();
        long before = handles();
        try {
            // each as it is first, so that which statuses are seen does not hang on the dice
            for (Route route : server.routes()) {
                for (String body : BODIES) {
                    String path = route.template().replaceAll("\\{[a-z]+}", IDS.get(0));
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    int status = answered(server, request(server, route.method(), path, bytes));
                    assertThat(status)
                            .as("%s %s: %s", route.method(), path, body)
                            .isLessThan(500);
                    statuses.merge(status, 1, Integer::sum);
                }
            }
            for (int i = 0; i < REQUESTS; i++) {
                Route route = one(server.routes());
                String path = route.template().replaceAll("\\{[a-z]+}", one(IDS)) + one(QUERIES);
                byte[] body = bodies.of(one(BODIES));
                String method = random.nextInt(20) == 0 ? one(METHODS) : route.method();
                int status = answered(server, request(server, method, path, body));
                assertThat(status)
                        .as(
                                "seed %d, request %d, %s %s: %s",
                                SEED, i, method, path, new String(body, StandardCharsets.UTF_8))
                        .isLessThan(500);
                statuses.merge(status, 1, Integer::sum);
            }
            assertThat(handles()).as("open files").isLessThan(before + HANDLES_OF_A_SERVER);
            assertThat(server.get("/status").status()).isEqualTo(200);
        } finally {
            server.stop();
        }
        // a fuzzer whose requests all fail in the same way tests nothing
        assertThat(statuses).containsKeys(200, 201, 204, 400, 404, 405, 415, 428);
    }

    /** Asks once more when the server had closed a kept connection just then, which a client of HTTP has to expect. */
    private static int answered(ApiServer server, HttpRequest.Builder request) throws Exception {
        try {
            return server.send(request).status();
        } catch (IOException closed) {
            return server.send(request).status();
        }
    }

    private HttpRequest.Builder request(ApiServer server, String method, String path, byte[] body) {
        HttpRequest.Builder request = server.request("GET", "/api/v1" + path, "")
                .header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (random.nextInt(10) == 0) {
            request.setHeader(
                    "Content-Type", one(List.of("text/plain", "application/json; charset=x", "/", "application")));
        }
        if (random.nextInt(2) == 0) {
            request.header("If-Match", one(List.of("*", "\"1\"", "W/\"1\"", "1", "\"", "\"a\", \"1\"")));
        }
        return request;
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static long handles() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
