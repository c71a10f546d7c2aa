package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeCatalog;
import io.github.migrationconnector.httpapi.internal.fake.FakeReplication;
import io.github.migrationconnector.httpapi.internal.fake.FakeServices;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs with all their fields, two people who change one, pages of runs, the catalog, and the audit of it all. */
final class JobsTest {
    private static final String WHOLE =
            "{\"vm\": \"web 01\", \"description\": \"d\", \"quiesce\": true, \"bytesPerSecond\": 5,"
                    + " \"schedule\": {\"kind\": \"EVERY\", \"hours\": 12, \"start\": \"2026-11-25T00:00:00+09:00\"},"
                    + " \"image\": {\"imagesToKeep\": 7, \"licenseType\": \"BYOL\", \"roleName\": \"sms\", \"encrypted\": true,"
                    + " \"kmsKeyId\": \"alias/x\"}}";

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private ApiServer.Answer patch(String ifMatch, String body) throws Exception {
        HttpRequest.Builder request = server.request("PATCH", "/api/v1/jobs/sms-job-1", body)
                .header("Authorization", "Bearer " + FakeServices.OPERATOR_TOKEN);
        return server.send(ifMatch.isEmpty() ? request : request.header("If-Match", ifMatch));
    }

    @Test
    void aJobHasAllThatWasAskedFor() throws Exception {
        ApiServer.Answer made = server.call("POST", "/jobs", WHOLE);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        JsonNode job = server.get("/jobs/sms-job-1").json();
        assertThat(job.at("/schedule/hours").asInt()).isEqualTo(12);
        assertThat(job.at("/schedule/start").asText()).isEqualTo("2026-11-24T15:00:00Z");
        assertThat(job.at("/image/imagesToKeep").asInt()).isEqualTo(7);
        assertThat(job.at("/image/kmsKeyId").asText()).isEqualTo("alias/x");
        assertThat(job.path("state").asText()).isEqualTo("PENDING");
    }

    @Test
    void whatIsNotSentStays() throws Exception {
        server.call("POST", "/jobs", WHOLE);
        JsonNode job = patch("\"1\"", "{\"image\": {\"imagesToKeep\": 9}, \"schedule\": {\"kind\": \"ON_DEMAND\"}}")
                .json();
        assertThat(job.at("/image/imagesToKeep").asInt()).isEqualTo(9);
        assertThat(job.at("/image/kmsKeyId").asText()).isEqualTo("alias/x");
        assertThat(job.at("/schedule/kind").asText()).isEqualTo("ON_DEMAND");
        assertThat(job.path("quiesce").asBoolean()).isTrue();
        assertThat(patch("*", "{\"image\": {\"encrypted\": false}}")
                        .json()
                        .at("/image/kmsKeyId")
                        .asText())
                .isEmpty();
    }

    @Test
    void twoPeopleNoticeEachOther() throws Exception {
        server.call("POST", "/jobs", WHOLE);
        String seen = server.get("/jobs/sms-job-1").header("ETag");
        assertThat(server.call("POST", "/jobs/sms-job-1/pause", "")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isTrue();
        ApiServer.Answer late = patch(seen, "{\"description\": \"mine\"}");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().path("code").asText()).isEqualTo("JOB_CHANGED");
        ApiServer.Answer silent = patch("", "{\"description\": \"mine\"}");
        assertThat(silent.status()).isEqualTo(428);
        assertThat(patch("W/\"2\"", "{}").status()).isEqualTo(412);
        assertThat(server.get("/jobs/sms-job-1").json().path("description").asText())
                .isEqualTo("d");
        ApiServer.Answer now = patch(server.get("/jobs/sms-job-1").header("ETag"), "{\"description\": \"mine\"}");
        assertThat(now.status()).isEqualTo(200);
        assertThat(server.call("POST", "/jobs/sms-job-1/resume", "")
                        .json()
                        .path("paused")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schedule\": {}}",
                "{\"schedule\": 5}",
                "{\"schedule\": {\"kind\": \"NEVER\"}}",
                "{\"schedule\": {\"kind\": \"EVERY\", \"hours\": 0, \"start\": \"2026-11-24T15:00:00Z\"}}",
                "{\"schedule\": {\"kind\": \"EVERY\", \"hours\": 25, \"start\": \"2026-11-24T15:00:00Z\"}}",
                "{\"schedule\": {\"kind\": \"EVERY\", \"hours\": 5}}",
                "{\"schedule\": {\"kind\": \"ONCE\", \"at\": \"tomorrow\"}}",
                "{\"schedule\": {\"kind\": \"ONCE\", \"at\": \"+999999999-01-01T00:00:00Z\"}}",
                "{\"schedule\": {\"kind\": \"ON_DEMAND\", \"hours\": 5}}",
                "{\"image\": {\"imagesToKeep\": 271}}",
                "{\"image\": {\"imagesToKeep\": -1}}",
                "{\"image\": {\"encrypted\": false, \"kmsKeyId\": \"alias/x\"}}",
                "{\"image\": {\"licenseType\": \"GPL\"}}",
                "{\"image\": {\"colour\": \"red\"}}",
                "{\"vm\": \"other\"}"
            })
    void whatCantBeIsRefusedWithItsPlace(String body) throws Exception {
        server.call("POST", "/jobs", WHOLE);
        ApiServer.Answer answer = patch("*", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asText()).isEqualTo("REQUEST_INVALID");
    }

    @Test
    void runsComeInPages() throws Exception {
        server.call("POST", "/jobs", WHOLE);
        for (int i = 0; i < 3; i++) {
            server.services.replication.runs.add(FakeReplication.run(RunState.COMPLETED, RunPhase.FINISHED));
        }
        ApiServer.Answer page = server.get("/jobs/sms-job-1/runs?limit=2");
        assertThat(page.json()).hasSize(2);
        assertThat(page.header("Link"))
                .isEqualTo("</api/v1/jobs/sms-job-1/runs?limit=2&after=sms-run-1>; rel=\"next\"");
        assertThat(server.get("/jobs/sms-job-1/runs").header("Link")).isEmpty();
        for (String query : List.of("limit=0", "limit=1001", "limit=x", "after=sms-run-9")) {
            assertThat(server.get("/jobs/sms-job-1/runs?" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void aCutOverIsARun() throws Exception {
        server.call("POST", "/jobs", WHOLE);
        ApiServer.Answer begun =
                server.call("POST", "/jobs/sms-job-1/cutover", "{\"shutdownWithinSeconds\": 60, \"powerOff\": true}");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.header("Location")).isEqualTo("/api/v1/runs/sms-run-1");
        assertThat(server.call("POST", "/jobs/sms-job-1/cutover", "{\"shutdownWithinSeconds\": 0}")
                        .status())
                .isEqualTo(400);
        assertThat(server.call("POST", "/jobs/sms-job-1/power-on", "").status()).isEqualTo(204);
    }

    @Test
    void theCatalogIsReadImportedAndEmptied() throws Exception {
        assertThat(server.get("/servers").json().at("/0/drift/0/code").asText()).isEqualTo("SERVER_RENAMED");
        assertThat(server.get("/servers/" + FakeCatalog.SERVER)
                        .json()
                        .at("/vm/id")
                        .asText())
                .isEqualTo("vm-42");
        assertThat(server.call("DELETE", "/catalog", "").status()).isEqualTo(204);
        assertThat(server.get("/catalog").json().path("state").asText()).isEqualTo("DELETED");
        assertThat(server.get("/servers/" + FakeCatalog.SERVER).status()).isEqualTo(404);
        assertThat(server.call("POST", "/catalog/import", "")
                        .json()
                        .path("servers")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void changesAreWrittenDownWhateverComesOfThem() throws Exception {
        server.call("POST", "/jobs", WHOLE);
        server.call("DELETE", "/jobs/sms-job-2", "");
        server.send(server.request("DELETE", "/api/v1/jobs/sms-job-1", "")
                .header("Authorization", "Bearer " + FakeServices.VIEWER_TOKEN));
        server.call("POST", "/jobs/sms-job-1/runs", "");
        server.get("/jobs");
        assertThat(server.services.audited)
                .extracting(AuditEvent::who, AuditEvent::action, AuditEvent::target, AuditEvent::result)
                .containsExactly(
                        Tuple.tuple("root", "job.create", "", Result.BEGUN),
                        Tuple.tuple("root", "job.create", "sms-job-1", Result.DONE),
                        Tuple.tuple("root", "job.delete", "sms-job-2", Result.BEGUN),
                        Tuple.tuple("root", "job.delete", "sms-job-2", Result.FAILED),
                        Tuple.tuple("victor", "job.delete", "/jobs/{id}", Result.REFUSED),
                        Tuple.tuple("root", "run.start", "sms-job-1", Result.BEGUN),
                        Tuple.tuple("root", "run.start", "sms-run-1", Result.DONE));
    }

    @Test
    void whatCantBeWrittenDownIsNotDone() throws Exception {
        server.services.away.add("audit");
        assertThat(server.call("POST", "/jobs", WHOLE).status()).isEqualTo(503);
        assertThat(server.services.replication.jobs).isEmpty();
        assertThat(server.get("/jobs").status()).isEqualTo(200);
    }

    @Test
    void withAFullDiskUnderTheAuditTrailNothingIsChanged() throws Exception {
        server.services.audit.unwritable = true;
        ApiServer.Answer answer = server.call("POST", "/jobs", WHOLE);
        assertThat(answer.json().path("code").asText()).isEqualTo("AUDIT_UNWRITABLE");
        assertThat(server.services.replication.jobs).isEmpty();
        server.services.audit.unwritable = false;
        assertThat(server.call("POST", "/jobs", WHOLE).status()).isEqualTo(201);
    }

    @Test
    void everyOperationThatChangesSomethingIsAudited() {
        assertThat(server.routes())
                .filteredOn(route -> !route.method().equals("GET"))
                .filteredOn(route -> route.action().isEmpty())
                .as("operations whose services write down by themselves")
                .extracting(route -> route.method() + " " + route.template())
                .allMatch(
                        operation -> operation.matches(
                                ".*/(users|password|sessions|api-keys|tokens|audit|keyset|login|me|setup|trust|vcenter|aws|credentials|certificate|one-time-code|actions)\\b.*"));
    }

    @Test
    void whoAsksTooOftenIsToldToWait() throws Exception {
        server.services.principalsRefusal =
                Optional.of(new Refusal(429, Problem.passing("TOO_MANY_REQUESTS", "too many", "Wait.")));
        ApiServer.Answer answer = server.get("/jobs");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().path("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        ApiServer.Answer head = server.call("HEAD", "/jobs", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.response().body()).isEmpty();
        assertThat(server.call("HEAD", "/setup", "").status()).isEqualTo(405);
    }
}
