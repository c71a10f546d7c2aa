package io.github.migrationconnector.smsapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.fuzz.MutatedBodies;
import io.github.migrationconnector.smsapi.internal.fake.FakeCatalog;
import io.github.migrationconnector.smsapi.internal.fake.FakeServices;
import io.github.migrationconnector.smsapi.internal.fake.SmsServer;
import io.github.migrationconnector.smsapi.internal.operation.Operation;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Requests that are right but for a few bytes, each rightly signed: whatever comes of them, it is no 5xx. How many, and by
 * which seed: {@code -Dmutated.requests=100000 -Dmutated.seed=7}.
 */
final class MutatedRequestsTest {
    private static final int REQUESTS = Integer.getInteger("mutated.requests", 1500);
    private static final long SEED = Long.getLong("mutated.seed", 1);
    private static final List<String> BODIES = List.of(
            "{}",
            "{\"serverId\": \"" + FakeCatalog.id(1) + "\", \"seedReplicationTime\": 1792864805.5, \"frequency\": 12,"
                    + " \"runOnce\": false, \"licenseType\": \"BYOL\", \"roleName\": \"sms\", \"description\": \"d\","
                    + " \"numberOfRecentAmisToKeep\": 5, \"encrypted\": true, \"kmsKeyId\": \"alias/x\"}",
            "{\"replicationJobId\": \"sms-job-00000001\", \"frequency\": 3, \"nextReplicationRunStartTime\": 1.7e9,"
                    + " \"maxResults\": 10, \"nextToken\": \"abc.def\", \"description\": \"\\u00fc\"}",
            "{\"maxResults\": 1, \"vmServerAddressList\": [{\"vmManagerId\": \"a\", \"vmId\": \"vm-1\"}]}",
            "{\"connectorId\": \"c-0123456789abcdef0\"}");

    @Test
    void noneIsAnsweredWith5xx() throws Exception {
        SmsServer server = new SmsServer();
        server.services.catalog.importServers();
        Random random = new Random(SEED);
        MutatedBodies bodies = new MutatedBodies(random);
        List<String> names =
                server.operations.all().stream().map(Operation::name).sorted().toList();
        Map<Integer, Integer> statuses = new TreeMap<>();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                String name = names.get(random.nextInt(names.size()));
                byte[] body = bodies.of(BODIES.get(random.nextInt(BODIES.size())));
                HttpRequest.Builder request = server.request(FakeServices.OPERATORS_KEY, name, body);
                SmsServer.Answer answer = server.send(request);
                assertThat(answer.status())
                        .as("seed %d, request %d, %s: %s", SEED, i, name, new String(body, "UTF-8"))
                        .isLessThan(500);
                statuses.merge(answer.status(), 1, Integer::sum);
            }
        } finally {
            server.stop();
        }
        // a fuzzer whose requests all fail in the same way tests nothing
        assertThat(statuses).containsKeys(200, 400);
    }
}
