package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.connection.AwsCheck;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterCheck;
import io.github.migrationconnector.api.credential.CredentialStore;
import io.github.migrationconnector.api.credential.InMemoryCredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.replication.Holding;
import io.github.migrationconnector.api.replication.Holdings;
import io.github.migrationconnector.api.replication.VmIdentity;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupRegistrationTest {
    private static final AwsCheck AWS_RIGHT = (endpoints, keys, role) -> new AwsIdentity("123456789012", "arn:x");
    private static final VcenterCheck VCENTER_RIGHT = new FakeVcenter();

    @TempDir
    private Path home;

    private final FakeAccess access = new FakeAccess();
    private final FailingStore store = new FailingStore();
    private final Ports ports = new Ports(Duration.ofMillis(1));
    private final List<Holding> held = new ArrayList<>();
    private final Holdings holdings = () -> List.copyOf(held);
    private FakeConfigurations configurations = new FakeConfigurations();
    private TemporaryDatabase database;
    private SetupRegistration registration;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        ports.bindCredentials(store);
        ports.bindAwsCheck(AWS_RIGHT);
        ports.bindVcenterCheck(VCENTER_RIGHT);
        ports.bindHoldings(holdings);
        registration = registration();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void setsUp() {
        assertThat(registration.state()).isEqualTo(SetupState.NEW);
        SetupReport report = setUp(Documents.right());
        assertThat(report.findings()).isEmpty();
        assertThat(report.changed()).containsExactlyInAnyOrder("aws", "vcenter", "connector", "administrator");
        assertThat(report.state()).isEqualTo(SetupState.REGISTERED);
        assertThat(registration.identity().name()).isEqualTo("Site A");
        assertThat(access.passwordIs(new Principal("x", Role.ADMIN), Secret.of(Documents.ADMINISTRATOR_PASSWORD)))
                .isTrue();
        StoredConnections connections = connections();
        assertThat(connections.endpoints().endpoints()).containsEntry("ebs", "https://127.0.0.1:4443");
        assertThat(connections.keys().accessKeyId()).isEqualTo("AKIAPLANTED000000001");
        assertThat(connections.keys().secretAccessKey().matches(Secret.of(Documents.SECRET_KEY)))
                .isTrue();
        assertThat(connections.endpoint().user()).isEqualTo("EXAMPLE\\connector ü");
        assertThat(connections.password().matches(Secret.of(Documents.VCENTER_PASSWORD)))
                .isTrue();
    }

    @Test
    void changesNothingTheSecondTime() {
        setUp(Documents.right());
        SetupReport again = setUp(Documents.right());
        assertThat(again.changed()).isEmpty();
        assertThat(again.accepted()).isTrue();
    }

    @Test
    void changesOnlyWhatDiffers() {
        setUp(Documents.right());
        assertThat(setUp(Documents.with("/connector/name", "\"Site B\"")).changed())
                .containsExactly("connector");
        assertThat(registration.identity().name()).isEqualTo("Site B");
        assertThat(setUp(Documents.with("/connector", "")).changed())
                .as("the name stays")
                .isEmpty();
        setUp(Documents.right());
        assertThat(setUp(Documents.with("/vcenter/password", "\"another one\"")).changed())
                .containsExactly("vcenter");
        assertThat(setUp(Documents.with("/aws/region", "\"eu-west-1\"")).changed())
                .containsExactlyInAnyOrder("aws", "vcenter");
    }

    @Test
    void tellsWhatItIsAndSince() {
        Connector before = registration.connector();
        assertThat(before.associatedOn()).isEmpty();
        assertThat(before.version()).isEqualTo("1.2.3");
        assertThat(before.capabilities()).containsExactly(Connector.Capability.values());
        setUp(Documents.right());
        Instant associated = registration.connector().associatedOn().orElseThrow();
        setUp(Documents.with("/connector/name", "\"Site B\""));
        assertThat(registration.connector().associatedOn()).contains(associated);
    }

    @Test
    void keepsPreferences() {
        setUp(Documents.with("/preferences", "{\"uploadLogs\": true}"));
        assertThat(registration.preferences()).isEqualTo(new Preferences(true, false));
        assertThat(setUp(Documents.with("/preferences", "{\"autoUpgrade\": true}"))
                        .changed())
                .containsExactly("preferences");
        assertThat(registration.preferences()).isEqualTo(new Preferences(true, true));
        registration.prefer(new Preferences(false, true));
        assertThat(registration.preferences()).isEqualTo(new Preferences(false, true));
        assertThat(registration.state()).isEqualTo(SetupState.REGISTERED);
    }

    @Test
    void keepsRoleAndProxyWithItsPassword() {
        ObjectNode document = Documents.with(
                "/proxy",
                "{\"host\": \"proxy.example\", \"port\": 3128, \"user\": \"u\", \"password\": \"planted proxy\","
                        + " \"exceptions\": [\".example\", \"10.0.0.0/8\"]}");
        ((ObjectNode) document.get("aws"))
                .put("roleArn", "arn:aws:iam::123456789012:role/sms")
                .put("externalId", "sms");
        setUp(document);
        assertThat(connections().role()).isEqualTo(new AwsRole("arn:aws:iam::123456789012:role/sms", "sms"));
        ProxySettings proxy = connections().endpoints().proxy();
        assertThat(proxy)
                .isEqualTo(new ProxySettings(
                        "proxy.example", 3128, "u", Secret.of("planted proxy"), List.of(".example", "10.0.0.0/8")));
        assertThat(setUp(document).changed()).isEmpty();
        assertThat(setUp(Documents.right()).changed()).contains("proxy", "aws");
        assertThat(connections().endpoints().proxy()).isEqualTo(ProxySettings.NONE);
    }

    @Test
    void letsGoOfBothSidesAndBecomesAnotherConnector() throws IOException {
        setUp(Documents.right());
        String id = registration.identity().id();
        registration.disassociate(false);
        assertThat(registration.state()).isEqualTo(SetupState.NEW);
        assertThat(registration.identity().id()).isNotEqualTo(id).matches("c-[0-9a-f]{17}");
        assertThat(registration.connector().associatedOn()).isEmpty();
        assertThat(store.get(StoredConnections.AWS_RECORD, "test")).isEmpty();
        assertThat(store.get(StoredConnections.VCENTER_RECORD, "test")).isEmpty();
        assertThat(settings().get(Settings.AWS)).isEmpty();
        assertThat(setUp(Documents.right()).state()).isEqualTo(SetupState.REGISTERED);
    }

    private void hold(Holding.Kind kind, VmIdentity identity) {
        held.add(new Holding("sms-run-1", "sms-job-1", "web 01", kind, identity));
    }

    @Test
    void letsGoOfNothingThatRunsHoldUnlessForced() {
        setUp(Documents.right());
        hold(Holding.Kind.UNFINISHED, VmIdentity.UNKNOWN);
        held.add(new Holding("sms-run-2", "sms-job-2", "db", Holding.Kind.LEFTOVERS, VmIdentity.UNKNOWN));
        assertThatThrownBy(() -> registration.disassociate(false))
                .hasMessageContaining("CONNECTOR_IN_USE")
                .hasMessageContaining("sms-run-1 of web 01 (sms-job-1) has not ended")
                .hasMessageContaining("sms-run-2 of db (sms-job-2) has left something");
        assertThat(registration.state()).isEqualTo(SetupState.REGISTERED);
        assertThat(store.get(StoredConnections.AWS_RECORD, "test")).isPresent();
        ports.unbindHoldings(holdings);
        assertThatThrownBy(() -> registration.disassociate(false)).hasMessageContaining("SERVICE_ABSENT");
        registration.disassociate(true);
        assertThat(registration.state()).isEqualTo(SetupState.NEW);
    }

    @Test
    void forgetsTheSecretsOfASetUpThatIsUnderWayWhenItLetsGo() {
        setUp(Documents.right());
        Drafts drafts = new Drafts(database, () -> store);
        ObjectNode answer = (ObjectNode) Documents.right().get("vcenter");
        drafts.keep(SetupStep.VCENTER, answer, Map.of());
        assertThat(store.get("setup-draft.vcenter.a", "test")).isPresent();
        registration.disassociate(false);
        assertThat(store.get("setup-draft.vcenter.a", "test")).isEmpty();
        assertThat(drafts.of(SetupStep.VCENTER)).isEmpty();
    }

    @Test
    void isSetUpThoughAnswersOfAnotherSetUpStayAndForgetsThemAtTheNextOne() {
        Clock before = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        ObjectNode answer = (ObjectNode) Documents.right().get("vcenter");
        new Drafts(database, () -> store, before).keep(SetupStep.VCENTER, answer, Map.of());
        Drafts drafts = new Drafts(database, () -> store);
        store.kept = "setup-draft.vcenter.a";
        assertThat(setUp(Documents.right()).state()).isEqualTo(SetupState.REGISTERED);
        assertThat(store.get("setup-draft.vcenter.a", "test")).isPresent();
        assertThat(drafts.of(SetupStep.VCENTER)).as("it tells what is left").isPresent();
        store.kept = "";
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        new Drafts(database, () -> store, later).keep(SetupStep.LICENCE, answer, Map.of());
        assertThat(setUp(Documents.right()).accepted()).isTrue();
        assertThat(store.get("setup-draft.vcenter.a", "test")).isEmpty();
        assertThat(drafts.of(SetupStep.VCENTER)).isEmpty();
        assertThat(drafts.of(SetupStep.LICENCE))
                .as("of a set-up that was begun since")
                .isPresent();
    }

    @Test
    void refusesAnotherVcenterWhileRunsHoldSomethingInTheOneInForce() {
        hold(Holding.Kind.LEFTOVERS, new VmIdentity("another", "uuid"));
        assertThat(setUp(Documents.right()).accepted())
                .as("nothing is in force before the first set-up")
                .isTrue();
        held.clear();
        hold(Holding.Kind.LEFTOVERS, new VmIdentity(FakeVcenter.ID, "uuid"));
        ObjectNode elsewhere = Documents.right();
        ((ObjectNode) elsewhere.get("vcenter")).put("url", "https://other.example/sdk");
        assertThat(registration.setUp(Documents.secret(elsewhere), true).findings())
                .as("the same vCenter by another name")
                .isEmpty();
        for (VmIdentity identity : List.of(new VmIdentity("another", "uuid"), VmIdentity.UNKNOWN)) {
            held.clear();
            hold(Holding.Kind.UNFINISHED, identity);
            SetupReport report = setUp(elsewhere);
            assertThat(report.findings()).hasSize(1);
            assertThat(report.findings().get(0).path()).isIn("$.vcenter.url", "$.vcenter.host");
            assertThat(report.findings().get(0).notice().text()).contains("CONNECTOR_IN_USE", "sms-run-1");
            assertThat(report.findings().get(0).fix()).contains("--force");
        }
        ports.unbindHoldings(holdings);
        assertThat(setUp(elsewhere).findings().get(0).notice().text()).contains("SERVICE_ABSENT");
        assertThat(setUp(Documents.with("/vcenter/password", "\"another one\"")).accepted())
                .as("a new password needs nobody's leave")
                .isTrue();
    }

    @Test
    void remembersWhatBothSidesSaidOfThemselves() {
        assertThat(registration.knownSides()).isEqualTo(KnownSides.NONE);
        setUp(Documents.right());
        assertThat(registration().knownSides()).isEqualTo(new KnownSides("123456789012", "VMware vCenter Server 8"));
        ports.bindAwsCheck((endpoints, keys, role) -> new AwsIdentity("210987654321", "arn:y"));
        assertThat(registration.checkAws().accountId()).isEqualTo("210987654321");
        registration.checkVcenter();
        assertThat(registration.knownSides()).isEqualTo(new KnownSides("210987654321", "VMware vCenter Server 8"));
        registration.disassociate(false);
        assertThat(registration.knownSides()).isEqualTo(KnownSides.NONE);
    }

    @Test
    void refusesAnotherAccountOrRegionWhileRunsHoldSomething() {
        setUp(Documents.right());
        hold(Holding.Kind.LEFTOVERS, new VmIdentity(FakeVcenter.ID, "uuid"));
        SetupReport elsewhere = setUp(Documents.with("/aws/region", "\"eu-west-1\""));
        assertThat(elsewhere.findings()).extracting(SetupFinding::path).containsExactly("$.aws.region");
        assertThat(elsewhere.findings().get(0).notice().text()).contains("CONNECTOR_IN_USE", "sms-run-1");
        assertThat(elsewhere.findings().get(0).fix()).contains("--force");
        AwsCheck another = (endpoints, keys, role) -> new AwsIdentity("210987654321", "arn:y");
        ports.bindAwsCheck(another);
        ObjectNode keys = Documents.with("/aws/accessKeyId", "\"AKIAPLANTED000000002\"");
        assertThat(registration.setUp(Documents.secret(keys), true).findings())
                .extracting(SetupFinding::path)
                .containsExactly("$.aws.accessKeyId");
        ports.bindAwsCheck(AWS_RIGHT);
        assertThat(setUp(keys).findings()).as("other keys of the same account").isEmpty();
        held.clear();
        assertThat(setUp(Documents.with("/aws/region", "\"eu-west-1\"")).findings())
                .isEmpty();
    }

    @Test
    void neverSendsARefusedPasswordByItselfAgainAlsoAfterARestart() {
        setUp(Documents.right());
        StoredConnections connections = connections();
        connections.refused(connections.endpoint(), connections.password());
        for (StoredConnections asked : List.of(connections, connections())) {
            assertThatThrownBy(asked::password).hasMessageContaining("VCENTER_LOGIN_REFUSED");
        }
        registration.checkVcenter();
        assertThat(connections.password().matches(Secret.of(Documents.VCENTER_PASSWORD)))
                .as("an administrator had it tried, and it was taken")
                .isTrue();
        connections.refused(connections.endpoint(), connections.password());
        setUp(Documents.with("/vcenter/password", "\"another one\""));
        assertThat(connections.password().matches(Secret.of("another one"))).isTrue();
    }

    @Test
    void stopsBeforeAnAccountLocksWhoeverAsks() {
        FakeVcenter refusing = new FakeVcenter().failing(Problem.fatal("VCENTER_LOGIN_REFUSED", "No.", "Check."));
        ports.bindVcenterCheck(refusing);
        for (int attempt = 0; attempt < 10; attempt++) {
            SetupReport report = setUp(Documents.with("/vcenter/password", "\"wrong " + attempt + "\""));
            assertThat(report.findings()).extracting(SetupFinding::path).containsExactly("$.vcenter.password");
            registration = registration();
        }
        assertThat(refusing.logins()).isEqualTo(3);
    }

    @Test
    void changesNothingInADryRun() throws IOException {
        SetupReport report = registration.setUp(Documents.secret(Documents.right()), true);
        assertThat(report.accepted()).isTrue();
        assertThat(report.changed()).contains("aws", "vcenter");
        nothingChanged();
    }

    @Test
    void changesNothingWhenASideIsWrong() throws IOException {
        ports.bindAwsCheck((endpoints, keys, role) -> {
            throw Problem.fatal("AWS_SECRET_WRONG", "The key is wrong.", "Copy it again.")
                    .asException();
        });
        ports.bindVcenterCheck(
                new FakeVcenter().failing(Problem.fatal("VCENTER_CERTIFICATE_CHANGED", "Another.", "Compare.")));
        SetupReport report = setUp(Documents.right());
        assertThat(report.findings())
                .extracting(SetupFinding::path)
                .containsExactly("$.aws.secretAccessKey", "$.vcenter.fingerprint");
        nothingChanged();
    }

    @Test
    void changesNothingWhenThePasswordIsWeak() throws IOException {
        SetupReport report = setUp(Documents.with("/administrator", "{\"password\": \"weak\"}"));
        assertThat(report.findings()).extracting(SetupFinding::path).containsExactly("$.administrator");
        nothingChanged();
    }

    @Test
    void saysWhenASideCannotBeChecked() throws IOException {
        ports.unbindVcenterCheck(VCENTER_RIGHT);
        SetupReport report = setUp(Documents.right());
        assertThat(report.findings()).extracting(SetupFinding::path).containsExactly("$.vcenter");
        assertThat(report.findings().get(0).notice().text()).contains("SERVICE_ABSENT", "check of vCenter");
        nothingChanged();
    }

    @Test
    void undoesAFirstSetUpThatFailsHalfWay() throws IOException {
        for (Runnable fault : faults()) {
            fault.run();
            ObjectNode document = Documents.with("/administrator", "{\"password\": \"planted fault\"}");
            assertThatThrownBy(() -> setUp(document)).isInstanceOf(RuntimeException.class);
            repair();
            nothingChanged();
        }
    }

    @Test
    void undoesALaterSetUpThatFailsHalfWay() {
        setUp(Documents.right());
        for (Runnable fault : faults()) {
            fault.run();
            ObjectNode document = Documents.with("/administrator", "{\"password\": \"planted fault\"}");
            ((ObjectNode) document.get("aws")).put("region", "us-east-1").put("secretAccessKey", "x".repeat(40));
            ((ObjectNode) document.get("vcenter")).put("user", "another").put("password", "another");
            assertThatThrownBy(() -> setUp(document)).isInstanceOf(RuntimeException.class);
            repair();
            assertThat(setUp(Documents.right()).changed())
                    .as("all is as before")
                    .isEmpty();
        }
    }

    @Test
    void keepsTheSetUpWithoutTheFrameworksCache() {
        setUp(Documents.right());
        String id = registration.identity().id();
        configurations = new FakeConfigurations();
        registration = registration();
        assertThat(registration.state()).isEqualTo(SetupState.REGISTERED);
        assertThat(registration.identity().id()).isEqualTo(id).matches("c-[0-9a-f]{17}");
        assertThat(registration.identity().name()).isEqualTo("Site A");
        assertThat(connections().endpoint().user()).isEqualTo("EXAMPLE\\connector ü");
    }

    @Test
    void tellsWhatIsNotSetUp() {
        StoredConnections connections = connections();
        assertThatThrownBy(connections::endpoints).hasMessageContaining("AWS_NOT_SET_UP");
        assertThatThrownBy(connections::keys).hasMessageContaining("AWS_NOT_SET_UP");
        assertThatThrownBy(connections::endpoint).hasMessageContaining("VCENTER_NOT_SET_UP");
        assertThatThrownBy(connections::password)
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("VCENTER_NOT_SET_UP");
    }

    @Test
    void keepsSecretsOutOfSettingsAndReports() throws IOException {
        SetupReport report = setUp(Documents.right());
        assertThat(report.toString()).doesNotContain("planted");
        try (Stream<Path> files = Files.list(home.resolve("conf"))) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("planted", "forty", "pässword");
            }
        }
    }

    private SetupRegistration registration() {
        return new SetupRegistration(home(), ports, access, "1.2.3");
    }

    private Settings settings() {
        return new Settings(configurations.admin(), home.resolve("conf"));
    }

    private ConnectorHome home() {
        return new ConnectorHome(database, settings(), ports, Clock.systemUTC());
    }

    private StoredConnections connections() {
        return home().connections();
    }

    private SetupReport setUp(ObjectNode document) {
        return registration.setUp(Documents.secret(document), false);
    }

    /** Each makes the set-up fail at another step; the last is the planted password alone. */
    private List<Runnable> faults() {
        return List.of(
                () -> store.failing = StoredConnections.AWS_RECORD,
                () -> store.failing = StoredConnections.VCENTER_RECORD,
                () -> configurations.failOn(Settings.AWS),
                () -> configurations.failOn(Settings.VCENTER),
                () -> {});
    }

    private void repair() {
        store.failing = "";
        configurations.failOn("");
        // what failed while it was undone is made good by the files at the next start
        settings().load();
    }

    private void nothingChanged() throws IOException {
        assertThat(registration.state()).isEqualTo(SetupState.NEW);
        assertThat(access.passwordIsSet()).isFalse();
        assertThat(store.get(StoredConnections.AWS_RECORD, "test")).isEmpty();
        assertThat(store.get(StoredConnections.VCENTER_RECORD, "test")).isEmpty();
        assertThat(settings().get(Settings.AWS)).isEmpty();
        if (Files.exists(home.resolve("conf"))) {
            try (Stream<Path> files = Files.list(home.resolve("conf"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".cfg")))
                        .isEmpty();
            }
        }
    }

    private static final class FailingStore implements CredentialStore {
        private final InMemoryCredentialStore store = new InMemoryCredentialStore();
        private String failing = "";
        private String kept = "";

        @Override
        public void put(String id, Map<String, Secret> fields) {
            if (id.equals(failing)) {
                failing = "";
                throw new IllegalStateException("planted");
            }
            store.put(id, fields);
        }

        @Override
        public Optional<Map<String, Secret>> get(String id, String purpose) {
            return store.get(id, purpose);
        }

        @Override
        public void remove(String id) {
            if (id.equals(kept)) {
                throw new IllegalStateException("planted");
            }
            store.remove(id);
        }
    }

    /** An error in the log would put a good new bundle back. */
    @Test
    void whoAsksAReplacedBundleIsToldToAskAgain() {
        configurations.go();
        assertThatThrownBy(registration::state).isInstanceOfSatisfying(ConnectorException.class, away -> {
            assertThat(away.problem().code()).isEqualTo("SERVICE_ABSENT");
            assertThat(away.problem().retry()).isEqualTo(Retry.ON_RESUME);
        });
    }
}
