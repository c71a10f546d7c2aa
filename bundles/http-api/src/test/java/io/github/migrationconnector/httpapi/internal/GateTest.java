package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import io.github.migrationconnector.httpapi.internal.http.Route;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what is refused whatever the operation. */
final class GateTest {
    private static final Map<Role, String> TOKENS = Map.of(
            Role.ADMIN, FakeServices.ADMIN_TOKEN,
            Role.OPERATOR, FakeServices.OPERATOR_TOKEN,
            Role.VIEWER, FakeServices.VIEWER_TOKEN);

    /** What everybody may do with what is theirs; the services see to it that it is. */
    private static final Set<String> OWN =
            Set.of("GET /sessions", "DELETE /sessions/{id}", "DELETE /users/{name}/sessions", "POST /password");

    private static final Pattern ADMINISTRATION = Pattern.compile(
            "/(setup|menu|users|api-keys|tokens|audit|credentials|certificate/[a-z]+|trust/accept|trust/follow|vcenter/check"
                    + "|store/[a-z]+|network/check|network/changes|network/interfaces|network/proxy|connector/disassociate"
                    + "|notifications)\\b");

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
        server.services.transfers.goOn.countDown();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private static String path(Route route) {
        return "/api/v1" + route.template().replaceAll("\\{[a-z]+}", "x");
    }

    @Test
    void everyOperationIsForItsRolesOnly() throws Exception {
        for (Route route : server.routes()) {
            String where = route.method() + " " + route.template();
            ApiServer.Answer nobody = server.send(server.request(route.method(), path(route), ""));
            assertThat(nobody.status()).as(where).isEqualTo(401);
            assertThat(nobody.header("WWW-Authenticate")).isEqualTo("Bearer");
            for (Role role : Role.values()) {
                ApiServer.Answer answer = server.send(server.request(route.method(), path(route), "")
                        .header("Authorization", "Bearer " + TOKENS.get(role)));
                if (role.includes(route.role())) {
                    assertThat(answer.status()).as(where + " by " + role).isNotIn(401, 403, 405);
                } else {
                    assertThat(answer.status()).as(where + " by " + role).isEqualTo(403);
                }
            }
        }
    }

    @Test
    void rolesAreAsTheyShouldBe() {
        assertThat(server.routes()).allSatisfy(route -> {
            if (OWN.contains(route.method() + " " + route.template())) {
                assertThat(route.role()).isEqualTo(Role.VIEWER);
            } else if (ADMINISTRATION.matcher(route.template()).lookingAt()) {
                assertThat(route.role()).as(route.template()).isEqualTo(Role.ADMIN);
            } else if (route.template().startsWith("/logs")) {
                // a log tells more than the state of jobs; how much is written, and where it goes, is not an operator's
                assertThat(route.role())
                        .as(route.template())
                        .isEqualTo(route.method().equals("GET") ? Role.OPERATOR : Role.ADMIN);
            } else if (route.method().equals("GET")) {
                assertThat(route.role()).isEqualTo(Role.VIEWER);
            } else if (route.template().startsWith("/upgrades")) {
                assertThat(route.role()).as(route.template()).isEqualTo(Role.ADMIN);
            } else {
                assertThat(route.role()).as(route.template()).isEqualTo(Role.OPERATOR);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer", "Basic YWRtaW46YWRtaW4=", "bearer  "})
    void wrongCredentialsAreRefusedEvenBesideAGoodCookie(String authorization) throws Exception {
        assertThat(server.send(server.request("GET", "/api/v1/jobs", "")
                                .header("Authorization", authorization)
                                .header("Cookie", "__Host-connector-session=" + FakeServices.SESSION_TOKEN))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aSessionsCookieLetsIn() throws Exception {
        assertThat(server.send(server.request("GET", "/api/v1/jobs", "")
                                .header("Cookie", "a=b; __Host-connector-session=" + FakeServices.SESSION_TOKEN))
                        .status())
                .isEqualTo(200);
        assertThat(server.send(server.request("GET", "/api/v1/jobs", "")
                                .header("Cookie", "__Host-connector-session=other"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theGuardIsAskedAgain() throws Exception {
        server.services.refusal = Optional.of(
                new Refusal(403, Problem.fatal("CSRF_TOKEN_MISSING", "the request lacks its token", "Load again.")));
        ApiServer.Answer answer = server.call("POST", "/jobs", "{\"vm\": \"web 01\"}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("code").asText()).isEqualTo("CSRF_TOKEN_MISSING");
        assertThat(server.services.replication.jobs).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access", "gate", "replication"})
    void aServiceThatIsAwayIs503AndNeverAnOpenDoor(String name) throws Exception {
        server.services.away.add(name);
        ApiServer.Answer answer = server.get("/jobs");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("code").asText()).isEqualTo("SERVICE_ABSENT");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/nothing,404",
        "GET,'',404",
        "GET,/,404",
        "GET,/jobs/,404",
        "GET,/jobs/a/b,404",
        "DELETE,/jobs,405",
        "PUT,/jobs,405",
        "POST,/status,405",
        "GET,/setup,405",
        "PATCH,/runs/x,405"
    })
    void unknownPathsAndMethodsAreToldApart(String method, String path, int status) throws Exception {
        ApiServer.Answer answer = server.call(method, path, "");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Allow").isEmpty()).isEqualTo(status == 404);
    }

    @Test
    void allowNamesWhatAPathKnows() throws Exception {
        assertThat(server.call("DELETE", "/jobs", "").header("Allow")).isEqualTo("GET, HEAD, POST");
    }

    @Test
    void nothingIsCachedOrGuessed() throws Exception {
        for (ApiServer.Answer answer : new ApiServer.Answer[] {server.get("/jobs"), server.get("/nothing")}) {
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void largeBodiesAreRefusedWithAndWithoutALength() throws Exception {
        byte[] large = " ".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
        for (var publisher : new BodyPublisher[] {
            BodyPublishers.ofByteArray(large), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))
        }) {
            ApiServer.Answer answer = server.send(server.request("POST", "/api/v1/setup", "")
                    .header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN)
                    .POST(publisher));
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().path("code").asText()).isEqualTo("BODY_TOO_LARGE");
        }
        assertThat(server.services.document).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonp"})
    void onlyJsonIsRead(String type) throws Exception {
        assertThat(server.send(server.request("POST", "/api/v1/jobs", "{\"vm\": \"web 01\"}")
                                .header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN)
                                .setHeader("Content-Type", type))
                        .status())
                .isEqualTo(415);
        assertThat(server.services.replication.jobs).isEmpty();
    }

    @Test
    void aCharsetBesideJsonIsFine() throws Exception {
        assertThat(server.send(server.request("POST", "/api/v1/jobs", "{\"vm\": \"web 01\"}")
                                .header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN)
                                .setHeader("Content-Type", "Application/JSON; charset=utf-8"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void deepAndLongJsonIsRefused() throws Exception {
        assertThat(server.call("POST", "/jobs", "{\"vm\":" + "[".repeat(200_000))
                        .status())
                .isEqualTo(400);
        assertThat(server.call("POST", "/jobs", "{\"vm\": \"" + "x".repeat(200_000) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(server.call("POST", "/jobs", "{\"vm\": " + "1".repeat(200_000) + "}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void randomBodiesAndPathsNeverMeetAnUnexpectedFailure() throws Exception {
        Random random = new Random(5);
        String seed = "{\"vm\": \"a\", \"quiesce\": true, \"bytesPerSecond\": 12, \"description\": [null, 1e9]}";
        for (int trial = 0; trial < 400; trial++) {
            byte[] body = seed.getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            ApiServer.Answer answer = server.send(server.request("POST", "/api/v1/jobs", "")
                    .header("Authorization", "Bearer " + FakeServices.ADMIN_TOKEN)
                    .POST(BodyPublishers.ofByteArray(body)));
            assertThat(answer.status()).isIn(201, 400, 409);

            // the server itself refuses what it finds ambiguous: encoded slashes, dots, semicolons, controls
            String name = random.ints(1 + random.nextInt(20), '0', 0x3000)
                    .filter(c -> Character.isLetterOrDigit(c) || "@[]{}<>|~^`".indexOf(c) >= 0)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String path = URLEncoder.encode(name, StandardCharsets.UTF_8);
            assertThat(server.get("/jobs/" + path).status()).isIn(200, 404);
        }
    }

    @Test
    void livenessIsForEverybodyAndTellsNothing() throws Exception {
        ApiServer.Answer alive = server.send(server.request("GET", "/healthz", ""));
        assertThat(alive.status()).isEqualTo(200);
        assertThat(new String(alive.response().body(), StandardCharsets.UTF_8)).isEqualTo("ok\n");
        assertThat(server.send(server.request("POST", "/healthz", "")).status()).isEqualTo(405);
    }

    @Test
    void metricsAreForWhoeverMayLook() throws Exception {
        assertThat(server.send(server.request("GET", "/metrics", "")).status()).isEqualTo(401);
        ApiServer.Answer figures = server.send(
                server.request("GET", "/metrics", "").header("Authorization", "Bearer " + FakeServices.VIEWER_TOKEN));
        assertThat(figures.status()).isEqualTo(200);
        assertThat(figures.header("Content-Type")).startsWith("text/plain; version=0.0.4");
        assertThat(new String(figures.response().body(), StandardCharsets.UTF_8))
                .isEqualTo("connector_healthy 1.0\n");
        assertThat(server.send(server.request("POST", "/metrics", "")
                                .header("Authorization", "Bearer " + FakeServices.VIEWER_TOKEN))
                        .status())
                .isEqualTo(405);
    }
}
