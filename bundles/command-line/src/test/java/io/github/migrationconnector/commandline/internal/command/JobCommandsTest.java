package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands about machines, jobs, runs and what they verify. */
final class JobCommandsTest extends ProgramRig {
    private String asked() {
        return String.join(
                ", ", daemon.requests().stream().map(FakeDaemon.Request::line).toList());
    }

    @Test
    void theInventoryFitsInATable() {
        daemon.on(
                "GET /inventory",
                200,
                """
                [{"id": "vm-42", "name": "web01", "powerState": "ON", "firmware": "UEFI", "path": "/DC0/vm/web01",
                  "disks": [{"capacityBytes": 1073741824}, {"capacityBytes": 536870912}]}]""");
        assertThat(connector("inventory")).isZero();
        assertThat(out().lines().toList())
                .containsExactly(
                        "ID     NAME   POWER  FIRMWARE  DISKS  SIZE     PATH",
                        "vm-42  web01  ON     UEFI      2      1.5 GiB  /DC0/vm/web01");
    }

    @ParameterizedTest
    @CsvSource({"READY,0", "READY_WITH_WARNINGS,0", "REFUSED,1"})
    void preflightFailsWhenTheVmIsRefused(String verdict, int exitCode) {
        daemon.on(
                "GET /preflight?vm=%2FDC0%2Fvm%2Fweb%2001",
                200,
                """
                {"vm": {"id": "vm-42", "path": "/DC0/vm/web 01"}, "verdict": "%s",
                 "findings": [{"severity": "REFUSED", "code": "RDM", "message": "It is raw.", "fix": "Convert it."}]}"""
                        .formatted(verdict));
        assertThat(connector("preflight", "/DC0/vm/web 01")).isEqualTo(exitCode);
        assertThat(out()).contains(verdict, "refused: It is raw.", "to mend it: Convert it.");
    }

    @Test
    void jobsAreMadeShownListedAndDeleted() throws Exception {
        daemon.on("POST /jobs", 201, JOB)
                .on("GET /jobs", 200, "[" + JOB + "]")
                .on("GET /jobs/sms-job-1", 200, JOB)
                .on("DELETE /jobs/sms-job-1", 204, "");
        assertThat(connector("job", "create", "web01", "--description", "the web", "--quiesce", "--rate", "1048576"))
                .isZero();
        assertThat(new ObjectMapper().readTree(daemon.requests().get(0).body()))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        "{\"vm\": \"web01\", \"description\": \"the web\", \"quiesce\": true, \"bytesPerSecond\": 1048576}"));
        assertThat(out()).contains("sms-job-1", "web01 (vm-42)", "1.0 MiB/s");
        assertThat(connector("job", "list")).isZero();
        assertThat(out()).contains("sms-job-1  web01").contains("ami-1");
        assertThat(connector("job", "show", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out())).isEqualTo(new ObjectMapper().readTree(JOB));
        assertThat(connector("job", "delete", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("deleted").asText()).isEqualTo("sms-job-1");
    }

    @Test
    void aRunIsStartedAtOnceWhenNobodyWaits() throws Exception {
        daemon.on("POST /jobs/sms-job-1/runs", 202, run("PENDING", "CHECKING", 0));
        assertThat(connector("job", "run", "sms-job-1", "--json")).isZero();
        assertThat(new ObjectMapper().readTree(out()).path("id").asText()).isEqualTo("sms-run-1");
        assertThat(asked()).isEqualTo("POST /jobs/sms-job-1/runs");
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED,0", "FAILED,1", "DELETED,1"})
    void aRunThatIsWaitedForTellsHowItEnded(String state, int exitCode) throws Exception {
        daemon.on("POST /jobs/sms-job-1/runs", 202, run("PENDING", "CHECKING", 0))
                .on("GET /runs/sms-run-1", 200, run("ACTIVE", "TRANSFERRING", 5))
                .on("GET /runs/sms-run-1", 503, "{\"detail\": \"being replaced\", \"fix\": \"\"}")
                .on("GET /runs/sms-run-1", 200, run(state, "FINISHED", 10));
        assertThat(connector("job", "run", "sms-job-1", "--wait", "--json")).isEqualTo(exitCode);
        assertThat(new ObjectMapper().readTree(out()).path("state").asText()).isEqualTo(state);
        assertThat(err()).contains("ACTIVE  TRANSFERRING", "Hard disk 1 50%", "Hard disk 1 100%");
    }

    @Test
    void barsAreDrawnOverOnATerminal() {
        daemon.on("GET /runs/sms-run-1", 200, run("ACTIVE", "TRANSFERRING", 5))
                .on("GET /runs/sms-run-1", 200, run("COMPLETED", "FINISHED", 10));
        assertThat(connector(true, "run", "watch", "sms-run-1", "--home", home.toString()))
                .isZero();
        assertThat(err())
                .contains("Hard disk 1    [###############...............]  50%")
                .contains("\u001b[1A\u001b[2K".repeat(2))
                .contains("put 1.5 MiB in 3 blocks, 2 zero, 1 unchanged");
    }

    @Test
    void runsAreListedShownAndCalledOff() {
        daemon.on("GET /jobs/sms-job-1/runs", 200, "[" + run("FAILED", "TRANSFERRING", 5) + "]")
                .on("GET /runs/sms-run-1", 200, run("FAILED", "TRANSFERRING", 5))
                .on("POST /runs/sms-run-1/cancel", 202, run("ACTIVE", "TRANSFERRING", 5));
        assertThat(connector("run", "list", "sms-job-1")).isZero();
        assertThat(out()).contains("sms-run-1  FAILED  TRANSFERRING");
        assertThat(connector("run", "show", "sms-run-1")).isZero();
        assertThat(out())
                .contains("full: first run", "snap-1", "warning: mind the gap", "problem: BUSY: it was busy", "wait")
                .doesNotContain("null");
        assertThat(connector("run", "cancel", "sms-run-1")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true,0", "false,1"})
    void verifyTellsWhetherAllIsEqual(boolean equal, int exitCode) throws Exception {
        String done =
                """
                {"id": "v-1", "state": "DONE", "equal": %s, "problem": null, "progress": null, "snapshotsToCompare": 1,
                 "snapshots": [{"snapshotId": "snap-1", "equal": %s, "blocksCompared": 10, "blocksDiffering": 1,
                   "firstDiffering": [7]}]}"""
                        .formatted(equal, equal);
        daemon.on("POST /runs/sms-run-1/verify", 202, "{\"id\": \"v-1\", \"state\": \"RUNNING\"}")
                .on("GET /verifications/v-1", 200, "{\"id\": \"v-1\", \"state\": \"RUNNING\", \"progress\": null}")
                .on("GET /verifications/v-1", 200, done);
        assertThat(connector("verify", "sms-run-1", "--json")).isEqualTo(exitCode);
        assertThat(new ObjectMapper().readTree(out()).path("equal").asBoolean()).isEqualTo(equal);
        assertThat(connector("verify", "sms-run-1")).isEqualTo(exitCode);
        assertThat(out()).contains(equal ? "yes" : "NO", "[7]");
    }

    @Test
    void aVerificationThatFailedTellsWhy() {
        daemon.on("POST /runs/sms-run-1/verify", 202, "{\"id\": \"v-1\"}")
                .on(
                        "GET /verifications/v-1",
                        200,
                        "{\"state\": \"FAILED\", \"problem\": {\"message\": \"it is gone\", \"fix\": \"Name another.\"}}");
        assertThat(connector("verify", "sms-run-1")).isEqualTo(1);
        assertThat(err()).isEqualTo("connector: it is gone\nconnector: to mend it: Name another.\n");
    }
}
