package io.github.migrationconnector.httpapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.replication.CatalogState;
import io.github.migrationconnector.api.replication.JobState;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.replication.RunType;
import io.github.migrationconnector.api.store.StoreState;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.upgrade.ChangeKind;
import io.github.migrationconnector.api.upgrade.ChangeWay;
import io.github.migrationconnector.api.upgrade.UpgradeOutcome;
import io.github.migrationconnector.api.upgrade.UpgradeStage;
import io.github.migrationconnector.httpapi.internal.fake.ApiServer;
import io.github.migrationconnector.httpapi.internal.fake.FakeCatalog;
import io.github.migrationconnector.httpapi.internal.fake.FakeKeyset;
import io.github.migrationconnector.httpapi.internal.fake.FakeReplication;
import io.github.migrationconnector.httpapi.internal.http.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** openapi.json says what the code does: the same operations, and answers with exactly the members that it describes. */
final class OpenApiTest {
    private ApiServer server;
    private JsonNode document;

    @BeforeEach
    void start() throws Exception {
        server = new ApiServer();
        document = server.get("/openapi.json").json();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void hasExactlyTheOperationsOfTheCode() {
        Set<String> described = new TreeSet<>();
        document.path("paths").fields().forEachRemaining(path -> path.getValue()
                .fields()
                .forEachRemaining(
                        operation -> described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()
                                + " " + operation.getValue().path("x-role").asText())));
        Set<String> real = new TreeSet<>();
        server.routes().forEach(route -> real.add(route.method() + " " + route.template() + " " + route.role()));
        // has a servlet of its own; EventsTest
        real.add("GET /events VIEWER");
        real.add("GET /logs/bundle ADMIN");
        real.add("GET /store/backup ADMIN");
        real.add("POST /upgrades/upload ADMIN");
        assertThat(described).isEqualTo(real);
    }

    @Test
    void everyVariableOfAPathIsDescribed() {
        document.path("paths").fields().forEachRemaining(path -> path.getValue().forEach(operation -> {
            List<String> named = new ArrayList<>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    named.add("{" + parameter.path("name").asText() + "}");
                }
            });
            List<String> wanted = Stream.of(path.getKey().split("/"))
                    .filter(part -> part.startsWith("{"))
                    .toList();
            assertThat(named).as(path.getKey()).isEqualTo(wanted);
        }));
    }

    @Test
    void everyAnswerHasExactlyTheMembersThatAreDescribed() throws Exception {
        server.services.transfers.goOn.countDown();
        server.services.transfers.differing = 1;
        server.services.findings.add(new Finding(Finding.Severity.REFUSED, "RDM", "It is raw.", "Convert it."));
        Map<String, String> bodies = new HashMap<>(Map.of(
                "POST /setup", "{}",
                "POST /jobs",
                        "{\"vm\": \"web 01\", \"schedule\": {\"kind\": \"EVERY\", \"hours\": 6, \"start\":"
                                + " \"2026-11-24T18:00:00Z\"}}",
                "POST /upgrades", "{}",
                "PATCH /jobs/{id}", "{\"description\": \"d\"}",
                "POST /verifications", "{\"snapshotId\": \"snap-0123456789abcdef0\"}"));
        String passphrase = "{\"passphrase\": \"" + FakeKeyset.PASSPHRASE + "\"}";
        String member = "{\"name\": \"olga\", \"owner\": \"olga\", \"role\": \"VIEWER\"";
        bodies.putAll(Map.of(
                "POST /network/check",
                "{\"interfaces\": [{\"name\": \"vmx0\", \"ipv4\": {\"method\": \"AUTOMATIC\"}}]}",
                "POST /network/changes",
                "{\"settings\": {\"interfaces\": [{\"name\": \"vmx0\", \"ipv4\": {\"method\":"
                        + " \"AUTOMATIC\"}}]}}"));
        bodies.putAll(Map.of(
                "POST /users",
                "{\"name\": \"olga\", \"role\": \"VIEWER\", \"password\": \"x\"}",
                "POST /users/{name}/role",
                "{\"role\": \"VIEWER\"}",
                "POST /users/{name}/password",
                "{\"password\": \"x\"}",
                "POST /password",
                "{\"current\": \"x\", \"password\": \"y\"}",
                "POST /api-keys",
                "{\"owner\": \"olga\", \"role\": \"VIEWER\"}",
                "POST /tokens",
                member + ", \"days\": 1}",
                "POST /credentials/unseal",
                passphrase,
                "POST /credentials/passphrase",
                passphrase,
                "POST /credentials/backup",
                passphrase,
                "POST /credentials/restore",
                passphrase.replace("}", ", \"backup\": {}}")));
        server.services.audit.append(new AuditEvent("olga", "::1", "job.delete", "", AuditEvent.Result.DONE));
        bodies.put("POST /store/restore", "{\"file\": \"/media/store.zip\"}");
        bodies.put("POST /upgrades/pin", "{\"pinned\": true}");
        bodies.put("POST /logs/levels", "{\"name\": \"replication\", \"level\": \"DEBUG\"}");
        bodies.put("POST /notifications/{channel}", "{\"url\": \"https://hooks.example/in\"}");
        bodies.put("POST /logs/upload", "{\"automatic\": true}");
        bodies.put("POST /menu/login", "{\"name\": \"admin\", \"password\": \"correct horse battery\"}");
        bodies.put("POST /menu/password", "{\"password\": \"correct horse battery\"}");
        bodies.put("POST /menu/actions", "{\"action\": \"system.reboot\", \"result\": \"DONE\"}");
        bodies.put("POST /certificate/installation", "{\"chain\": \"PEM\"}");
        bodies.put("POST /trust/fetch", "{\"server\": \"vcenter.example\"}");
        bodies.put("POST /trust/accept", "{\"server\": \"vcenter.example\", \"sha256\": \"AB\"}");
        bodies.put("POST /trust/follow", "{\"server\": \"vcenter.example\"}");
        bodies.put("POST /network/proxy", "{\"host\": \"proxy.example\", \"port\": 3128}");
        bodies.put("POST /setup/steps/{step}", "{\"accepted\": true}");
        server.call("POST", "/jobs", bodies.get("POST /jobs"));
        server.services.replication.runs.add(FakeReplication.run(RunState.ACTIVE, RunPhase.RELEASING));
        String verification = server.call("POST", "/verifications", bodies.get("POST /verifications"))
                .json()
                .path("id")
                .asText();
        int checked = 0;
        // what deletes comes last
        List<Route> routes = server.routes().stream()
                .sorted(Comparator.comparing((Route route) -> route.method().equals("DELETE")))
                .toList();
        for (Route route : routes) {
            String operation = route.method() + " " + route.template();
            if (operation.equals("POST /jobs")) {
                server.services.replication.jobs.clear();
            }
            String path = route.template()
                    .replace("/jobs/{id}", "/jobs/sms-job-1")
                    .replace("/runs/{id}", "/runs/sms-run-1")
                    .replace("/verifications/{id}", "/verifications/" + verification)
                    .replace("/servers/{id}", "/servers/" + FakeCatalog.SERVER)
                    .replace("/network/changes/{id}", "/network/changes/0a1b")
                    .replace("/upgrades/{begun}", "/upgrades/2026-01-02T03:04:05Z")
                    .replace("{name}", "olga")
                    .replace("{id}", "x")
                    .replace("{step}", "licence")
                    .replace("{channel}", "webhook")
                    .replace("{vm}", "vm-42");
            ApiServer.Answer answer = server.call(
                    route.method(),
                    path.equals("/preflight") ? "/preflight?vm=vm-42" : path,
                    bodies.getOrDefault(operation, ""));
            JsonNode described = document.path("paths")
                    .path(route.template())
                    .path(route.method().toLowerCase(Locale.ROOT))
                    .path("responses")
                    .path(Integer.toString(answer.status()));
            assertThat(described.isMissingNode())
                    .as(operation + " answers " + answer.status())
                    .isFalse();
            if (answer.status() == 204) {
                assertThat(described.has("content")).as(operation).isFalse();
            } else {
                check(
                        operation,
                        described.path("content").path("application/json").path("schema"),
                        answer.json());
            }
            checked++;
        }
        assertThat(checked).isEqualTo(server.routes().size());
    }

    @Test
    void problemsAreAsDescribed() throws Exception {
        JsonNode schemas = document.path("components").path("schemas");
        check("a problem", schemas.path("Problem"), server.get("/nothing").json());
        server.services.setupFindings.add(SetupFinding.of("$.aws", "SETUP_SECTION_MISSING", "wrong", "right"));
        JsonNode refused = server.call("POST", "/setup", "{}").json();
        Set<String> members = new TreeSet<>();
        schemas.path("Problem").path("properties").fieldNames().forEachRemaining(members::add);
        schemas.path("SetupReport").path("properties").fieldNames().forEachRemaining(members::add);
        Set<String> found = new TreeSet<>();
        refused.fieldNames().forEachRemaining(found::add);
        assertThat(found).isEqualTo(members);
    }

    @Test
    void theListsOfNamesAreComplete() {
        JsonNode schemas = document.path("components").path("schemas");
        assertThat(names(schemas.at("/Run/properties/state"))).isEqualTo(names(RunState.values()));
        assertThat(names(schemas.at("/Run/properties/phase"))).isEqualTo(names(RunPhase.values()));
        assertThat(names(schemas.at("/Run/properties/type"))).isEqualTo(names(RunType.values()));
        assertThat(names(schemas.at("/Job/properties/state"))).isEqualTo(names(JobState.values()));
        assertThat(names(schemas.at("/Catalog/properties/state"))).isEqualTo(names(CatalogState.values()));
        assertThat(names(schemas.at("/Image/properties/licenseType"))).isEqualTo(names(LicenseType.values()));
        assertThat(names(schemas.at("/Upgrades/properties/stage"))).isEqualTo(names(UpgradeStage.values()));
        assertThat(names(schemas.at("/UpgradeRecord/properties/outcome"))).isEqualTo(names(UpgradeOutcome.values()));
        assertThat(names(schemas.at("/BundleChange/properties/kind"))).isEqualTo(names(ChangeKind.values()));
        assertThat(names(schemas.at("/BundleChange/properties/way"))).isEqualTo(names(ChangeWay.values()));
        assertThat(names(schemas.at("/AuditRecord/properties/result"))).isEqualTo(names(AuditEvent.Result.values()));
        assertThat(names(schemas.at("/Store/properties/kind"))).isEqualTo(names(StoreState.Kind.values()));
        assertThat(names(schemas.at("/Store/properties/restore/properties/state")))
                .isEqualTo(names(StoreState.Restore.values()));
        assertThat(names(schemas.at("/LogUpload/properties/target"))).isEqualTo(names(UploadKind.values()));
        assertThat(names(schemas.at("/Progress/properties/stage"))).isEqualTo(names(TransferStage.values()));
    }

    @Test
    void theCheckSeesAMemberTooManyAndOneTooFew() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode schema = mapper.readTree("{\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}");
        for (String wrong : List.of("{}", "{\"a\": \"x\", \"b\": 1}", "{\"a\": 1}", "[]")) {
            JsonNode value = mapper.readTree(wrong);
            assertThatThrownBy(() -> check("planted", schema, value)).isInstanceOf(AssertionError.class);
        }
    }

    private static List<String> names(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.path("enum").forEach(name -> names.add(name.asText()));
        return names;
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }

    private JsonNode resolved(JsonNode schema) {
        if (schema.has("$ref")) {
            return document.at(schema.path("$ref").asText().substring(1));
        }
        return schema;
    }

    private void check(String where, JsonNode unresolved, JsonNode value) {
        JsonNode schema = resolved(unresolved);
        if (schema.has("oneOf")) {
            if (!value.isNull()) {
                check(where, schema.path("oneOf").get(0), value);
            }
            return;
        }
        List<String> types = new ArrayList<>();
        if (schema.path("type").isArray()) {
            schema.path("type").forEach(type -> types.add(type.asText()));
        } else {
            types.add(schema.path("type").asText());
        }
        String type = value.isObject()
                ? "object"
                : value.isArray()
                        ? "array"
                        : value.isTextual()
                                ? "string"
                                : value.isBoolean() ? "boolean" : value.isNull() ? "null" : "integer";
        assertThat(types).as(where).contains(type);
        if (value.isArray()) {
            value.forEach(item -> check(where + "[]", schema.path("items"), item));
        }
        if (value.isObject() && schema.has("properties")) {
            Set<String> described = new TreeSet<>();
            schema.path("properties").fieldNames().forEachRemaining(described::add);
            Set<String> found = new TreeSet<>();
            value.fieldNames().forEachRemaining(found::add);
            assertThat(found).as(where).isEqualTo(described);
            value.fields()
                    .forEachRemaining(member -> check(
                            where + "." + member.getKey(),
                            schema.path("properties").path(member.getKey()),
                            member.getValue()));
        }
        if (schema.has("enum")) {
            assertThat(names(schema)).as(where).contains(value.asText());
        }
    }
}
