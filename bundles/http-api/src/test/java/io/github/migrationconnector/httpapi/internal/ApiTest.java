package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeReplication;
import io.github.migrationconnector.httpapi.internal.resource.Framework.InstalledBundle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each operation does, over real HTTP. */
final class ApiTest {
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private static void assertProblem(ApiServer.Answer answer, int status, String code) {
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).isNotEmpty();
        assertThat(answer.json().has("fix")).isTrue();
    }

    private JsonNode makeJob() throws Exception {
        return server.call("POST", "/jobs", "{\"vm\": \"web 01\"}").json();
    }

    @Test
    void tellsHowItIs() throws Exception {
        server.services.replication.runs.add(FakeReplication.run(RunState.ACTIVE, RunPhase.TRANSFERRING));
        makeJob();
        JsonNode status = server.get("/status").json();
        assertThat(status.path("version").asText()).isEqualTo("0.1.0");
        assertThat(status.at("/health/state").asText()).isEqualTo("HEALTHY");
        assertThat(status.at("/registration/state").asText()).isEqualTo("NEW");
        assertThat(status.at("/registration/id").asText()).isEqualTo("c-0123456789abcdef0");
        assertThat(status.at("/runs/0/phase").asText()).isEqualTo("TRANSFERRING");
        assertThat(status.at("/runs/0/endedAt").isNull()).isTrue();
        assertThat(status.at("/bundles/0/state").asText()).isEqualTo("ACTIVE");
    }

    @Test
    void tellsOnlyOfRunsThatGoOn() throws Exception {
        makeJob();
        server.services.replication.runs.add(FakeReplication.run(RunState.COMPLETED, RunPhase.FINISHED));
        assertThat(server.get("/status").json().path("runs")).isEmpty();
    }

    /** The youngest of the job is none that goes on: a run that was due meanwhile was left out. */
    @Test
    void tellsOfARunBehindAYoungerOneThatWasMissed() throws Exception {
        Run goesOn = FakeReplication.run(RunState.ACTIVE, RunPhase.TRANSFERRING);
        Run missed = new Run(
                "sms-run-2",
                goesOn.jobId(),
                RunState.MISSED,
                RunPhase.CHECKING,
                FakeReplication.THEN,
                FakeReplication.THEN,
                List.of(),
                "",
                List.of(),
                List.of());
        makeJob();
        server.services.replication.runs.addAll(List.of(missed, goesOn));
        JsonNode runs = server.get("/status").json().path("runs");
        assertThat(runs.findValuesAsText("id")).containsExactly(goesOn.id());
        assertThat(runs.findValuesAsText("state")).containsExactly("ACTIVE");
    }

    @Test
    void letsGoOfWhatIsInUseByForceAloneAndWritesThatDown() throws Exception {
        server.services.inUse = true;
        ApiServer.Answer refused = server.call("POST", "/connector/disassociate", "");
        assertProblem(refused, 409, "CONNECTOR_IN_USE");
        assertThat(server.services.disassociated).isFalse();
        assertThat(server.call("POST", "/connector/disassociate/forced", "").status())
                .isEqualTo(204);
        assertThat(server.services.disassociated).isTrue();
        assertThat(server.get("/audit").json().findValuesAsText("action"))
                .contains("connector.disassociate", "connector.abandon");
    }

    @Test
    void isUnwellWhenABundleOrAServiceIsMissing() throws Exception {
        server.framework.bundles.add(new InstalledBundle("broken", "1.0.0", "INSTALLED", false));
        server.services.away.add("transfers");
        server.services.away.add("registration");
        server.services.away.add("replication");
        JsonNode status = server.get("/status").json();
        assertThat(status.path("registration").isNull()).isTrue();
        assertThat(status.path("runs")).isEmpty();
        JsonNode health = status.path("health");
        assertThat(health.path("state").asText()).isEqualTo("UNHEALTHY");
        assertThat(health.path("troubles").toString())
                .contains("the bundle broken is INSTALLED", "the service transfers is not there");
    }

    @ParameterizedTest
    @CsvSource({"/setup,false", "/setup?dryRun=true,true", "/setup?dryRun=false,false"})
    void setsUp(String path, boolean dryRun) throws Exception {
        ApiServer.Answer answer = server.call("POST", path, "{\"aws\": {}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("state").asText()).isEqualTo("REGISTERED");
        assertThat(answer.json().at("/changed/0").asText()).isEqualTo("aws");
        assertThat(server.services.document).isEqualTo("{\"aws\": {}}");
        assertThat(server.services.dryRun).isEqualTo(dryRun);
    }

    @Test
    void tellsWhatIsWrongWithASetUp() throws Exception {
        server.services.setupFindings.add(
                SetupFinding.of("$.aws.region", "SETUP_REGION_UNFIT", "there is no such region", "Choose one.", "eu"));
        ApiServer.Answer answer = server.call("POST", "/setup", "{}");
        assertProblem(answer, 422, "SETUP_REFUSED");
        assertThat(answer.json().at("/findings/0/path").asText()).isEqualTo("$.aws.region");
        assertThat(answer.json().at("/findings/0/code").asText()).isEqualTo("SETUP_REGION_UNFIT");
        assertThat(answer.json().at("/findings/0/values/0").asText()).isEqualTo("eu");
        assertThat(answer.json().at("/findings/0/message").asText()).isEqualTo("there is no such region");
        assertProblem(server.call("POST", "/setup?dryRun=yes", "{}"), 400, "REQUEST_INVALID");
    }

    @Test
    void showsTheInventory() throws Exception {
        JsonNode vm = server.get("/inventory").json().get(0);
        assertThat(vm.path("id").asText()).isEqualTo("vm-42");
        assertThat(vm.at("/disks/0/capacityBytes").asLong()).isEqualTo(1 << 30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/preflight/vm-42",
                "/preflight/web%2001",
                "/preflight?vm=vm-42",
                "/preflight?vm=%2FDC0%2Fvm%2Fweb%2001"
            })
    void checksAVm(String path) throws Exception {
        assertThat(server.get(path).json().path("verdict").asText()).isEqualTo("READY");
        server.services.findings.add(new Finding(Finding.Severity.WARNING, "OLD", "It is old.", "Renew it."));
        assertThat(server.get(path).json().path("verdict").asText()).isEqualTo("READY_WITH_WARNINGS");
        server.services.findings.add(new Finding(Finding.Severity.REFUSED, "RDM", "It is raw.", "Convert it."));
        JsonNode preflight = server.get(path).json();
        assertThat(preflight.path("verdict").asText()).isEqualTo("REFUSED");
        assertThat(preflight.at("/findings/1/fix").asText()).isEqualTo("Convert it.");
        assertThat(preflight.at("/vm/name").asText()).isEqualTo("web 01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/preflight/vm-43", "/preflight?vm=vm-43"})
    void doesNotKnowEveryVm(String path) throws Exception {
        assertProblem(server.get(path), 404, "VM_NOT_FOUND");
        assertProblem(server.get("/preflight"), 400, "REQUEST_INVALID");
    }

    @Test
    void makesShowsAndForgetsJobs() throws Exception {
        ApiServer.Answer made = server.call(
                "POST",
                "/jobs",
                "{\"vm\": \"web 01\", \"description\": \"the web\", \"quiesce\": true, \"bytesPerSecond\": 5000000000}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/jobs/sms-job-1");
        assertThat(made.json().path("quiesce").asBoolean()).isTrue();
        assertThat(made.json().path("bytesPerSecond").asLong()).isEqualTo(5_000_000_000L);
        assertThat(server.get("/jobs").json().get(0)).isEqualTo(made.json());
        assertThat(server.get("/jobs/sms-job-1").json()).isEqualTo(made.json());
        assertProblem(server.call("POST", "/jobs", "{\"vm\": \"web 01\"}"), 409, "JOB_EXISTS");
        ApiServer.Answer deleted = server.call("DELETE", "/jobs/sms-job-1", "");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.response().body()).isEmpty();
        assertProblem(server.get("/jobs/sms-job-1"), 404, "JOB_NOT_FOUND");
        assertProblem(server.call("DELETE", "/jobs/sms-job-1", ""), 404, "JOB_NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "[]",
                "{\"vm\": 1}",
                "{\"vm\": \"\"}",
                "{\"vm\": \"a\", \"quiesce\": \"yes\"}",
                "{\"vm\": \"a\", \"bytesPerSecond\": -1}",
                "{\"vm\": \"a\", \"bytesPerSecond\": 1.5}",
                "{\"vm\": \"a\", \"bytesPerSecond\": 99999999999999999999}",
                "{\"vm\": \"a\", \"speed\": 1}",
                "{\"vm\": \"a\", \"vm\": \"b\"}",
                "{\"vm\": \"a\"} {}",
                "{\"vm\": \"a\"",
            })
    void refusesJobsThatAreNone(String body) throws Exception {
        assertProblem(server.call("POST", "/jobs", body), 400, "REQUEST_INVALID");
        assertThat(server.services.replication.jobs).isEmpty();
    }

    @Test
    void startsShowsAndCancelsRuns() throws Exception {
        assertProblem(server.call("POST", "/jobs/sms-job-1/runs", ""), 404, "JOB_NOT_FOUND");
        makeJob();
        ApiServer.Answer started = server.call("POST", "/jobs/sms-job-1/runs", "");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Location")).isEqualTo("/api/v1/runs/sms-run-1");
        JsonNode run = server.get("/runs/sms-run-1").json();
        assertThat(run).isEqualTo(started.json());
        assertThat(run.path("state").asText()).isEqualTo("PENDING");
        assertThat(run.at("/disks/0/progress/bytesPut").asLong()).isEqualTo(600L * 524_288);
        assertThat(run.at("/problems/0/fix").asText()).isEqualTo("wait");
        assertThat(server.get("/jobs/sms-job-1/runs").json().get(0)).isEqualTo(run);
        assertThat(server.call("POST", "/runs/sms-run-1/cancel", "").status()).isEqualTo(202);
        assertThat(server.services.replication.cancelled).containsExactly("sms-run-1");
        assertProblem(server.call("POST", "/runs/sms-run-2/cancel", ""), 404, "RUN_NOT_FOUND");
        assertProblem(server.get("/runs/sms-run-2"), 404, "RUN_NOT_FOUND");
    }

    private JsonNode ended(String location) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        JsonNode verification =
                server.get(location.substring("/api/v1".length())).json();
        while (verification.path("state").asText().equals("RUNNING")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            verification = server.get(location.substring("/api/v1".length())).json();
        }
        return verification;
    }

    @Test
    void verifiesARunInTheBackground() throws Exception {
        server.services.replication.runs.add(FakeReplication.run(RunState.COMPLETED, RunPhase.FINISHED));
        ApiServer.Answer begun = server.call("POST", "/runs/sms-run-1/verify", "");
        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.json().path("equal").isNull()).isTrue();
        assertThat(server.services.transfers.reached.await(60, TimeUnit.SECONDS))
                .isTrue();
        JsonNode going =
                server.get("/verifications/" + begun.json().path("id").asText()).json();
        assertThat(going.path("state").asText()).isEqualTo("RUNNING");
        assertThat(going.at("/progress/blocksDone").asInt()).isEqualTo(5);
        server.services.transfers.goOn.countDown();
        JsonNode done = ended(begun.header("Location"));
        assertThat(done.path("state").asText()).isEqualTo("DONE");
        assertThat(done.path("equal").asBoolean()).isTrue();
        assertThat(done.path("runId").asText()).isEqualTo("sms-run-1");
        assertThat(done.at("/snapshots/0/blocksCompared").asInt()).isEqualTo(2048);
    }

    @Test
    void tellsWhichBlocksDiffer() throws Exception {
        server.services.transfers.differing = 1;
        server.services.transfers.goOn.countDown();
        ApiServer.Answer begun = server.call("POST", "/verifications", "{\"snapshotId\": \"snap-0123456789abcdef0\"}");
        JsonNode done = ended(begun.header("Location"));
        assertThat(done.path("equal").asBoolean(true)).isFalse();
        assertThat(done.at("/snapshots/0/firstDiffering/0").asInt()).isEqualTo(7);
    }

    @Test
    void tellsWhyAVerificationFailed() throws Exception {
        server.services.transfers.fails = Optional.of(
                Problem.fatal("SNAPSHOT_NOT_FOUND", "there is none", "Name another.")
                        .asException());
        server.services.transfers.goOn.countDown();
        ApiServer.Answer begun = server.call("POST", "/verifications", "{\"snapshotId\": \"snap-0123456789abcdef0\"}");
        JsonNode failed = ended(begun.header("Location"));
        assertThat(failed.path("state").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/problem/code").asText()).isEqualTo("SNAPSHOT_NOT_FOUND");
        assertThat(failed.path("equal").isNull()).isTrue();
    }

    @Test
    void refusesToVerifyWhatIsNotThere() throws Exception {
        assertProblem(server.call("POST", "/runs/sms-run-1/verify", ""), 404, "RUN_NOT_FOUND");
        server.services.replication.runs.add(FakeReplication.run(RunState.ACTIVE, RunPhase.TRANSFERRING));
        assertProblem(server.call("POST", "/runs/sms-run-1/verify", ""), 409, "RUN_NOT_COMPLETED");
        assertProblem(server.call("POST", "/verifications", "{\"snapshotId\": \"../x\"}"), 400, "REQUEST_INVALID");
        assertProblem(server.get("/verifications/none"), 404, "VERIFICATION_NOT_FOUND");
    }

    @Test
    void boundsHowManyVerificationsWait() throws Exception {
        String body = "{\"snapshotId\": \"snap-0123456789abcdef0\"}";
        for (int i = 0; i < 20; i++) {
            assertThat(server.call("POST", "/verifications", body).status()).isEqualTo(202);
        }
        assertProblem(server.call("POST", "/verifications", body), 429, "TOO_MANY_VERIFICATIONS");
    }

    @Test
    void tellsPassingTroubleWithATimeToTryAgain() throws Exception {
        server.services.inventoryFails = Optional.of(
                new Problem("VCENTER_UNREACHABLE", "vCenter does not answer", "Look.", Retry.SOON).asException());
        ApiServer.Answer answer = server.get("/inventory");
        assertProblem(answer, 503, "VCENTER_UNREACHABLE");
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        server.services.inventoryFails = Optional.of(Problem.fatal("VCENTER_LOGIN_REFUSED", "wrong password", "Set it.")
                .asException());
        assertProblem(server.get("/inventory"), 422, "VCENTER_LOGIN_REFUSED");
        server.services.inventoryFails = Optional.of(new IllegalStateException("secret detail"));
        ApiServer.Answer internal = server.get("/inventory");
        assertProblem(internal, 500, "INTERNAL_ERROR");
        assertThat(new String(internal.response().body(), StandardCharsets.UTF_8))
                .doesNotContain("secret detail");
    }
}
