package io.github.migrationconnector.smsapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.smsapi.internal.fake.FakeCatalog;
import io.github.migrationconnector.smsapi.internal.fake.FakeJobs;
import io.github.migrationconnector.smsapi.internal.fake.FakeServices;
import io.github.migrationconnector.smsapi.internal.fake.SmsServer;
import io.github.migrationconnector.smsapi.internal.operation.Operation;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real HTTP, against the services' fakes. */
final class SmsServletTest {
    private static final String CREATE =
            "{\"serverId\": \"%s\", \"seedReplicationTime\": 1792864805, \"frequency\": 12}";

    private SmsServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SmsServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String makeJob(int number) throws Exception {
        server.services.catalog.importServers();
        SmsServer.Answer made = server.call("CreateReplicationJob", String.format(CREATE, FakeCatalog.id(number)));
        assertThat(made.status()).as(made.json().toString()).isEqualTo(200);
        return made.json().path("replicationJobId").asText();
    }

    private void refused(SmsServer.Answer answer, String type) {
        assertThat(answer.type()).as(answer.json().toString()).isEqualTo(type);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asText()).isNotBlank();
        assertThat(answer.header("x-amzn-RequestId")).isNotBlank();
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo(type);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    }

    @Test
    void hasAllOperationsOfTheModel() {
        assertThat(server.operations.all()).hasSize(35);
        assertThat(server.operations.all().stream().filter(Operation::changes).map(Operation::name))
                .containsExactlyInAnyOrder(
                        "CreateReplicationJob",
                        "UpdateReplicationJob",
                        "DeleteReplicationJob",
                        "StartOnDemandReplicationRun",
                        "ImportServerCatalog",
                        "DeleteServerCatalog",
                        "DisassociateConnector");
    }

    @Test
    void listsTheConnector() throws Exception {
        JsonNode connector =
                server.call("GetConnectors", "{}").json().path("connectorList").path(0);
        assertThat(connector.path("connectorId").asText()).isEqualTo(FakeServices.CONNECTOR);
        assertThat(connector.path("status").asText()).isEqualTo("HEALTHY");
        assertThat(connector.path("capabilityList")).hasSize(3);
        assertThat(connector.path("vmManagerType").asText()).isEqualTo("VSPHERE");
        assertThat(connector.path("ipAddress").asText()).isEqualTo("192.0.2.7");
        assertThat(connector.path("macAddress").asText()).isEqualTo("00:50:56:01:02:03");
        assertThat(connector.path("associatedOn").decimalValue())
                .isEqualByComparingTo(BigDecimal.valueOf(FakeJobs.THEN.toEpochMilli(), 3));
        server.services.away.add("health");
        assertThat(server.call("GetConnectors", "{}")
                        .json()
                        .at("/connectorList/0/status")
                        .asText())
                .isEqualTo("UNHEALTHY");
        server.services.setUp = SetupState.NEW;
        assertThat(server.call("GetConnectors", "{}").json().path("connectorList"))
                .isEmpty();
    }

    @Test
    void listsServersInPagesAndByAddress() throws Exception {
        assertThat(server.call("GetServers", "{}")
                        .json()
                        .path("serverCatalogStatus")
                        .asText())
                .isEqualTo("NOT_IMPORTED");
        server.call("ImportServerCatalog", "{}");
        Set<String> seen = new TreeSet<>();
        JsonNode page = server.call("GetServers", "{\"maxResults\": 2}").json();
        page.path("serverList").forEach(one -> seen.add(one.path("serverId").asText()));
        assertThat(seen).hasSize(2);
        page = server.call(
                        "GetServers",
                        "{\"maxResults\": 2, \"nextToken\": \""
                                + page.path("nextToken").asText() + "\"}")
                .json();
        page.path("serverList").forEach(one -> seen.add(one.path("serverId").asText()));
        assertThat(seen).containsExactly(FakeCatalog.id(1), FakeCatalog.id(2), FakeCatalog.id(3));
        assertThat(page.has("nextToken")).isFalse();
        assertThat(page.path("lastModifiedOn").asDouble()).isEqualTo(1772600767.5);
        JsonNode one = server.call(
                        "GetServers",
                        "{\"vmServerAddressList\": [{\"vmManagerId\": \"vcenter-uuid\", \"vmId\": \"vm-2\"}]}")
                .json()
                .path("serverList");
        assertThat(one).hasSize(1);
        assertThat(one.at("/0/vmServer/vmPath").asText()).isEqualTo("/DC0/vm/web02");
        assertThat(one.at("/0/vmServer/vmServerAddress/vmManagerId").asText()).isEqualTo("vcenter-uuid");
    }

    @Test
    void aJobsWholeLife() throws Exception {
        String job = makeJob(1);
        JsonNode shown = server.call("GetReplicationJobs", "{\"replicationJobId\": \"" + job + "\"}")
                .json()
                .path("replicationJobList")
                .path(0);
        assertThat(shown.path("serverId").asText()).isEqualTo(FakeCatalog.id(1));
        assertThat(shown.path("frequency").asInt()).isEqualTo(12);
        assertThat(shown.path("state").asText()).isEqualTo("PENDING");
        assertThat(shown.path("seedReplicationTime").asDouble()).isEqualTo(1792864805.0);
        assertThat(server.call(
                                "UpdateReplicationJob",
                                "{\"replicationJobId\": \"" + job
                                        + "\", \"frequency\": 6, \"numberOfRecentAmisToKeep\": 9, \"encrypted\": true,"
                                        + " \"kmsKeyId\": \"alias/x\", \"licenseType\": \"BYOL\", \"description\": \"d\","
                                        + " \"roleName\": \"sms\", \"nextReplicationRunStartTime\": 1792864905}")
                        .json())
                .isEmpty();
        shown = server.call("GetReplicationJobs", "{}")
                .json()
                .path("replicationJobList")
                .path(0);
        assertThat(shown.path("frequency").asInt()).isEqualTo(6);
        assertThat(shown.path("numberOfRecentAmisToKeep").asInt()).isEqualTo(9);
        assertThat(shown.path("kmsKeyId").asText()).isEqualTo("alias/x");
        String run = server.call(
                        "StartOnDemandReplicationRun",
                        "{\"replicationJobId\": \"" + job + "\", \"description\": \"now\"}")
                .json()
                .path("replicationRunId")
                .asText();
        refused(
                server.call("StartOnDemandReplicationRun", "{\"replicationJobId\": \"" + job + "\"}"),
                "OperationNotPermittedException");
        server.services.jobs.endAll();
        JsonNode runs = server.call("GetReplicationRuns", "{\"replicationJobId\": \"" + job + "\"}")
                .json();
        assertThat(runs.at("/replicationJob/replicationJobId").asText()).isEqualTo(job);
        assertThat(runs.at("/replicationRunList/0/replicationRunId").asText()).isEqualTo(run);
        assertThat(runs.at("/replicationRunList/0/state").asText()).isEqualTo("COMPLETED");
        assertThat(runs.at("/replicationRunList/0/amiId").asText()).startsWith("ami-");
        assertThat(runs.at("/replicationRunList/0/description").asText()).isEqualTo("now");
        assertThat(server.call("DeleteReplicationJob", "{\"replicationJobId\": \"" + job + "\"}")
                        .json())
                .isEmpty();
        refused(
                server.call("DeleteReplicationJob", "{\"replicationJobId\": \"" + job + "\" }"),
                "ReplicationJobNotFoundException");
        assertThat(server.services.audited)
                .extracting(AuditEvent::who, AuditEvent::action, AuditEvent::target, AuditEvent::result)
                .containsExactly(
                        tuple("olga", "job.create", FakeCatalog.id(1), Result.BEGUN),
                        tuple("olga", "job.create", job, Result.DONE),
                        tuple("olga", "job.update", job, Result.BEGUN),
                        tuple("olga", "job.update", job, Result.DONE),
                        tuple("olga", "run.start", job, Result.BEGUN),
                        tuple("olga", "run.start", run, Result.DONE),
                        tuple("olga", "run.start", job, Result.BEGUN),
                        tuple("olga", "run.start", job, Result.FAILED),
                        tuple("olga", "job.delete", job, Result.BEGUN),
                        tuple("olga", "job.delete", job, Result.DONE),
                        tuple("olga", "job.delete", job, Result.BEGUN),
                        tuple("olga", "job.delete", job, Result.FAILED));
    }

    @Test
    void runsComeYoungestFirstInPages() throws Exception {
        String job = makeJob(1);
        for (int i = 0; i < 3; i++) {
            server.services.jobs.start(job, "run " + i);
            server.services.jobs.endAll();
        }
        String ask = "{\"replicationJobId\": \"" + job + "\", \"maxResults\": 2";
        JsonNode first = server.call("GetReplicationRuns", ask + "}").json();
        assertThat(first.path("replicationRunList").findValuesAsText("description"))
                .containsExactly("run 2", "run 1");
        JsonNode second = server.call(
                        "GetReplicationRuns",
                        ask + ", \"nextToken\": \"" + first.path("nextToken").asText() + "\"}")
                .json();
        assertThat(second.path("replicationRunList").findValuesAsText("description"))
                .containsExactly("run 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CreateReplicationJob | {} | MissingRequiredParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-00000000000000001\"} | MissingRequiredParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1} | MissingRequiredParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"frequency\": 25} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"frequency\": 2, \"runOnce\": true} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"runOnce\": true, \"kmsKeyId\": \"k\"} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"runOnce\": true, \"licenseType\": \"X\"} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"runOnce\": true, \"numberOfRecentAmisToKeep\": 271} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": \"s-1\", \"seedReplicationTime\": 1, \"runOnce\": true} | InvalidParameterException",
                "CreateReplicationJob | {\"serverId\": 5, \"seedReplicationTime\": 1} | SerializationException",
                "UpdateReplicationJob | {\"replicationJobId\": \"sms-job-x\"} | ReplicationJobNotFoundException",
                "UpdateReplicationJob | {} | MissingRequiredParameterException",
                "DeleteReplicationJob | {} | MissingRequiredParameterException",
                "GetReplicationRuns | {} | MissingRequiredParameterException",
                "GetReplicationRuns | {\"replicationJobId\": \"sms-job-x\"} | InvalidParameterException",
                "GetReplicationJobs | {\"replicationJobId\": \"sms-job-x\"} | InvalidParameterException",
                "GetReplicationJobs | {\"nextToken\": \"x\"} | InvalidParameterException",
                "GetServers | {\"maxResults\": 0} | InvalidParameterException",
                "StartOnDemandReplicationRun | {\"replicationJobId\": \"sms-job-x\"} | InvalidParameterException",
                "DisassociateConnector | {} | UnauthorizedOperationException",
                "ListApps | {} | OperationNotPermittedException",
                "CreateApp | {} | OperationNotPermittedException",
                "MakeCoffee | {} | UnknownOperationException",
                "GetServers | [] | SerializationException"
            })
    void errorsHaveTheModelsNames(String operation, String body, String type) throws Exception {
        refused(server.call(operation, body), type);
    }

    @Test
    void whatTheServersSayIsSaid() throws Exception {
        String job = makeJob(1);
        assertThat(job).startsWith("sms-job-");
        refused(
                server.call("CreateReplicationJob", String.format(CREATE, FakeCatalog.id(1)) + " "),
                "ReplicationJobAlreadyExistsException");
        server.services.findings.add(new Finding(Finding.Severity.WARNING, "OLD", "It is old.", "Renew it."));
        makeJob(2);
        server.services.findings.add(new Finding(Finding.Severity.REFUSED, "RDM", "It is raw.", "Convert it."));
        SmsServer.Answer raw = server.call("CreateReplicationJob", String.format(CREATE, FakeCatalog.id(3)));
        refused(raw, "ServerCannotBeReplicatedException");
        assertThat(raw.json().path("message").asText()).isEqualTo("RDM: It is raw. Convert it.");
        server.services.setUp = SetupState.NEW;
        refused(
                server.call("CreateReplicationJob", String.format(CREATE, FakeCatalog.id(3)) + " "),
                "NoConnectorsAvailableException");
        refused(server.call("ImportServerCatalog", "{}"), "NoConnectorsAvailableException");
    }

    @Test
    void viewersLook() throws Exception {
        SmsServer.Answer looked =
                server.send(server.request(FakeServices.VIEWERS_KEY, "GetServers", SmsServer.bytes("{}")));
        assertThat(looked.status()).isEqualTo(200);
        refused(
                server.send(server.request(FakeServices.VIEWERS_KEY, "ImportServerCatalog", SmsServer.bytes("{}"))),
                "UnauthorizedOperationException");
        assertThat(server.services.audited).singleElement().satisfies(event -> {
            assertThat(event.result()).isEqualTo(Result.REFUSED);
            assertThat(event.who()).isEqualTo("victor");
        });
    }

    private SmsServer.Answer disassociate(String parameters) throws Exception {
        return server.send(
                server.request(FakeServices.ADMINISTRATORS_KEY, "DisassociateConnector", SmsServer.bytes(parameters)));
    }

    @Test
    void administratorsDisassociateTheConnector() throws Exception {
        refused(disassociate("{}"), "MissingRequiredParameterException");
        refused(disassociate("{\"connectorId\": \"c-1\"}"), "InvalidParameterException");
        String itself = "{\"connectorId\": \"" + FakeServices.CONNECTOR + "\"}";
        assertThat(disassociate(itself).status()).isEqualTo(200);
        assertThat(server.services.setUp).isEqualTo(SetupState.NEW);
    }

    @Test
    void aChangeIsTakenOnceAndALookAsOftenAsOneLikes() throws Exception {
        var change = server.request(FakeServices.OPERATORS_KEY, "ImportServerCatalog", SmsServer.bytes("{}"));
        assertThat(server.send(change).status()).isEqualTo(200);
        // clients wait a little after this one, sign anew and try again
        refused(server.send(change), "ThrottlingException");
        var look = server.request(FakeServices.OPERATORS_KEY, "GetServers", SmsServer.bytes("{}"));
        assertThat(server.send(look).status()).isEqualTo(200);
        assertThat(server.send(look).status()).isEqualTo(200);
    }

    @Test
    void withAFullDiskUnderTheAuditTrailNothingIsChanged() throws Exception {
        server.services.auditUnwritable = true;
        assertThat(server.call("ImportServerCatalog", "{}").status()).isEqualTo(503);
        assertThat(server.call("GetServers", "{}")
                        .json()
                        .path("serverCatalogStatus")
                        .asText())
                .isEqualTo("NOT_IMPORTED");
        server.services.auditUnwritable = false;
        assertThat(server.call("ImportServerCatalog", "{} ").status()).isEqualTo(200);
    }

    @Test
    void theFrameIsHeldTo() throws Exception {
        var good = server.request(FakeServices.OPERATORS_KEY, "GetServers", SmsServer.bytes("{}"));
        SmsServer.Answer get = server.send(good.copy().GET());
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
        assertThat(server.send(good.copy().setHeader("Content-Type", "application/json"))
                        .status())
                .isEqualTo(415);
        assertThat(server.send(good.copy().POST(BodyPublishers.ofByteArray(new byte[300_000])))
                        .status())
                .isEqualTo(413);
        assertThat(server.send(good.copy()
                                .POST(BodyPublishers.ofInputStream(
                                        () -> new java.io.ByteArrayInputStream(new byte[300_000]))))
                        .status())
                .isEqualTo(413);
        refused(
                server.send(good.copy().setHeader("X-Amz-Target", "DynamoDB_20120810.ListTables")),
                "InvalidSignatureException");
        refused(server.send(good.copy().setHeader("Authorization", "Basic x")), "IncompleteSignatureException");
    }

    @Test
    void theGateIsAsked() throws Exception {
        Problem problem = Problem.passing("TOO_MANY_REQUESTS", "too many", "Wait.");
        server.services.principalsRefusal = Optional.of(new Refusal(429, problem));
        refused(server.call("GetServers", "{}"), "ThrottlingException");
        server.services.refusal = Optional.of(new Refusal(421, problem));
        assertThat(server.call("GetServers", "{}").status()).isEqualTo(421);
        server.services.refusal = Optional.of(new Refusal(403, problem));
        refused(server.call("GetServers", "{}"), "AccessDeniedException");
    }

    @Test
    void whatIsAwayIsTemporarilyUnavailable() throws Exception {
        for (String name : List.of("gate", "apiKeys", "replication", "catalog")) {
            server.services.away.add(name);
            SmsServer.Answer answer = server.call("GetReplicationJobs", "{}");
            assertThat(answer.type()).as(name).isEqualTo("TemporarilyUnavailableException");
            assertThat(answer.status()).isEqualTo(503);
            server.services.away.clear();
        }
        server.services.away.add("audit");
        assertThat(server.call("ImportServerCatalog", "{}").status()).isEqualTo(503);
        server.services.away.clear();
        assertThat(server.call("GetServers", "{}")
                        .json()
                        .path("serverCatalogStatus")
                        .asText())
                .as("what can't be written down is not done")
                .isEqualTo("NOT_IMPORTED");
    }

    @Test
    void whoComesWhileTheApiIsReplacedIsAskedToComeAgain() throws Exception {
        assertThat(server.api.drain()).as("nobody is inside").isTrue();
        SmsServer.Answer told = server.call("GetConnectors", "{}");
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.header("Retry-After")).isEqualTo("1");
        assertThat(told.type()).isEqualTo("TemporarilyUnavailableException");
    }
}
