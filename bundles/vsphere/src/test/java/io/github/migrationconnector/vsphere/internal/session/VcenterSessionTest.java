package io.github.migrationconnector.vsphere.internal.session;

import static io.github.migrationconnector.vsphere.internal.fake.HttpsFake.answer;
import static io.github.migrationconnector.vsphere.internal.fake.SoapFake.fault;
import static io.github.migrationconnector.vsphere.internal.fake.SoapFake.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.vmware.vim25.ManagedObjectReference;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connection.VcenterIdentity;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.HttpsFake.Reply;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import io.github.migrationconnector.vsphere.internal.fake.TestCertificate;
import io.github.migrationconnector.vsphere.internal.inventory.SoapVcenterCheck;
import io.github.migrationconnector.vsphere.internal.soap.ApiVersion;
import io.github.migrationconnector.vsphere.internal.soap.SoapLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VcenterSessionTest {
    private static final SoapLimits SMALL =
            new SoapLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(30), 200_000);
    private static final VimCall<Calendar> TIME = (vim, session) -> vim.currentTime(serviceInstance());

    private final SoapFake vcenter = new SoapFake();
    private final List<VcenterSession> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(VcenterSession::close);
        vcenter.close();
    }

    private static ManagedObjectReference serviceInstance() {
        ManagedObjectReference reference = new ManagedObjectReference();
        reference.setType("ServiceInstance");
        reference.setVal("ServiceInstance");
        return reference;
    }

    private VcenterSession session() {
        return session(SoapFake.PASSWORD, vcenter);
    }

    private VcenterSession session(String password, SoapFake at) {
        VcenterSession session = new VcenterSession(at.endpoint(), () -> Secret.of(password), SMALL);
        opened.add(session);
        return session;
    }

    private static Problem problemOf(Callable<?> call) {
        return catchThrowableOfType(ConnectorException.class, call::call).problem();
    }

    @Test
    void logsInOnceAndKeepsTheSession() {
        VcenterSession session = session();
        for (int i = 0; i < 3; i++) {
            assertThat(session.call(TIME).toInstant()).hasToString("2026-01-02T03:04:05Z");
        }
        assertThat(vcenter.logins()).isEqualTo(1);
        assertThat(session.cookie()).startsWith("vmware_soap_session=");
        assertThat(session.login().sessionKey()).isEqualTo("key-1");
    }

    @Test
    void checksWithOneLoginAndLogsOut() {
        AtomicInteger logouts = new AtomicInteger();
        vcenter.on("Logout", request -> {
            logouts.incrementAndGet();
            return returning("Logout", "");
        });
        VcenterIdentity identity = new SoapVcenterCheck().identify(vcenter.endpoint());
        assertThat(vcenter.logins()).as("nobody logs in to be told a name").isZero();
        assertThat(identity.product()).isEqualTo("VMware vCenter Server 7.0.3 build-1");
        assertThat(identity.apiVersion()).isEqualTo("7.0.3.0");
        assertThat(identity.instanceUuid()).startsWith("11111111");
        try (VcenterSession session = session()) {
            session.login();
        }
        assertThat(vcenter.logins()).isEqualTo(1);
        assertThat(logouts).hasValue(1);
    }

    @Test
    void refusesWhatIsOlderThanTheFloor() {
        for (String build : List.of("3634794", "5112526")) {
            assertThat(ApiVersion.beforeFloor(ApiVersion.OLDEST, build)).isTrue();
        }
        assertThat(ApiVersion.beforeFloor(ApiVersion.OLDEST, "5112527")).isFalse();
        assertThat(ApiVersion.beforeFloor(ApiVersion.OLDEST, "unknown")).isFalse();
        assertThat(ApiVersion.beforeFloor(ApiVersion.ENCRYPTION, "1")).isFalse();
    }

    @Test
    void breaksEveryConnectionOffAtOnceAndGoesOnAfterANewTrust() {
        FixedConnection settings = new FixedConnection(vcenter.endpoint(), SoapFake.PASSWORD);
        VcenterSessions sessions = settings.sessions();
        try {
            VcenterSession session = sessions.session();
            session.call(TIME);
            TestCertificate renewed = TestCertificate.create();
            vcenter.server().show(renewed);
            int before = vcenter.server().requests();
            // the kept connection was made under the old certificate and would still do
            new TlsServerCertificates(sessions)
                    .endConnections(vcenter.endpoint().server());
            assertThat(problemOf(() -> session.call(TIME)).code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
            assertThat(vcenter.server().requests()).as("nothing was sent").isEqualTo(before);
            settings.change(vcenter.endpoint(renewed.fingerprint()), SoapFake.PASSWORD);
            assertThat(sessions.session()).as("who holds it goes on with it").isSameAs(session);
            assertThat(session.call(TIME)).isNotNull();
            assertThat(vcenter.logins()).as("the session lives on").isEqualTo(1);
        } finally {
            sessions.deactivate();
        }
    }

    @Test
    void tellsTheSettingsOfARefusedPassword() {
        FixedConnection settings = new FixedConnection(vcenter.endpoint(), "wrong");
        VcenterSessions sessions = settings.sessions();
        try {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThat(problemOf(() -> sessions.session().call(TIME)).code())
                        .isEqualTo("VCENTER_LOGIN_REFUSED");
            }
            assertThat(settings.refusals()).isEqualTo(1);
            assertThat(vcenter.logins()).isEqualTo(1);
        } finally {
            sessions.deactivate();
        }
    }

    @Test
    void looksAtAChainWithoutBelievingIt() {
        TlsServerCertificates look =
                new TlsServerCertificates(new FixedConnection(vcenter.endpoint(), "unused").sessions());
        List<ServerCertificate> chain = look.fetch(vcenter.endpoint().server());
        assertThat(chain).hasSize(1);
        assertThat(chain.get(0).sha256()).isEqualTo(vcenter.fingerprint());
        assertThat(chain.get(0).subject()).isEqualTo("CN=vcenter.example");
        assertThat(look.read(chain.get(0).pem())).isEqualTo(chain.get(0));
        assertThat(vcenter.server().requests()).isZero();
    }

    @Test
    void saysWhenThereIsNoTlsToLookAt() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answerInPlain(plain), "plain-server");
            server.start();
            TlsServerCertificates look =
                    new TlsServerCertificates(new FixedConnection(vcenter.endpoint(), "unused").sessions());
            ServerAddress address = new ServerAddress("127.0.0.1", plain.getLocalPort());
            assertThat(problemOf(() -> look.fetch(address)).code()).isEqualTo("SERVER_WITHOUT_TLS");
        }
    }

    private static void answerInPlain(ServerSocket plain) {
        try (Socket accepted = plain.accept()) {
            accepted.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void threadsThatMeetTheEndOfTheSessionLogInOnceTogether() throws Exception {
        VcenterSession session = session();
        session.call(TIME);
        vcenter.expire();
        int threads = 6;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Calendar>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(pool.submit(() -> {
                    together.await(10, TimeUnit.SECONDS);
                    return session.call(TIME);
                }));
            }
            for (Future<Calendar> call : calls) {
                assertThat(call.get(20, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(vcenter.logins()).isEqualTo(2);
    }

    @Test
    void neverSendsARefusedPasswordTwice() {
        VcenterSession session = session("wrong", vcenter);
        for (int i = 0; i < 3; i++) {
            Problem problem = problemOf(() -> session.call(TIME));
            assertThat(problem.code()).isEqualTo("VCENTER_LOGIN_REFUSED");
            assertThat(problem.retry()).isEqualTo(Retry.ON_RESUME);
            assertThat(problem.toString()).doesNotContain("wrong");
        }
        assertThat(vcenter.logins()).isEqualTo(1);
    }

    @Test
    void triesAnotherPasswordAfterARefusal() {
        List<String> passwords = new ArrayList<>(List.of("wrong", SoapFake.PASSWORD));
        VcenterSession session = new VcenterSession(vcenter.endpoint(), () -> Secret.of(passwords.remove(0)), SMALL);
        opened.add(session);
        assertThat(problemOf(() -> session.call(TIME)).code()).isEqualTo("VCENTER_LOGIN_REFUSED");
        assertThat(session.call(TIME)).isNotNull();
    }

    @Test
    void refusesAnotherCertificateAndSaysWhichItFound() {
        String expected = "0".repeat(64);
        VcenterSession session =
                new VcenterSession(vcenter.endpoint(expected), () -> Secret.of(SoapFake.PASSWORD), SMALL);
        opened.add(session);
        Problem problem = problemOf(() -> session.call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
        assertThat(problem.message())
                .contains(
                        Fingerprints.shown(expected), Fingerprints.shown(vcenter.fingerprint()), "CN=vcenter.example");
        assertThat(problem.retry()).isEqualTo(Retry.ON_RESUME);
        assertThat(vcenter.server().requests()).isZero();
    }

    @Test
    void aGoodPinDoesNotLetAWrongOnePassAndTheOtherWayRound() {
        String wrong = TestCertificate.create().fingerprint();
        for (int round = 0; round < 2; round++) {
            session().call(TIME);
            VcenterSession other =
                    new VcenterSession(vcenter.endpoint(wrong), () -> Secret.of(SoapFake.PASSWORD), SMALL);
            opened.add(other);
            assertThat(problemOf(() -> other.call(TIME)).code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
        }
        try (SoapFake second = new SoapFake()) {
            session(SoapFake.PASSWORD, second).call(TIME);
            session().call(TIME);
        }
    }

    @Test
    void noticesACertificateThatChangesBetweenCalls() {
        closingConnections();
        VcenterSession session = session();
        session.call(TIME);
        int before = vcenter.server().requests();
        vcenter.server().show(TestCertificate.create());
        assertThat(problemOf(() -> session.call(TIME)).code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
        assertThat(vcenter.server().requests()).isEqualTo(before);
    }

    @Test
    void worksOnResumedTlsSessions() {
        closingConnections();
        VcenterSession session = session();
        for (int i = 0; i < 4; i++) {
            session.call(TIME);
        }
        // the first call goes over the connection of the login, the others over new ones
        assertThat(vcenter.server().connections()).isGreaterThanOrEqualTo(4);
    }

    private void closingConnections() {
        vcenter.on("CurrentTime", request -> {
            Reply.Answer answer = returning("CurrentTime", "<returnval>2026-01-02T03:04:05Z</returnval>");
            return new Reply.Answer(200, Map.of("Connection", "close"), answer.body());
        });
    }

    @Test
    void leavesTheDefaultsOfTheJvmAlone() {
        var verifier = HttpsURLConnection.getDefaultHostnameVerifier();
        var factory = HttpsURLConnection.getDefaultSSLSocketFactory();
        session().call(TIME);
        assertThat(HttpsURLConnection.getDefaultHostnameVerifier()).isSameAs(verifier);
        assertThat(HttpsURLConnection.getDefaultSSLSocketFactory()).isSameAs(factory);
    }

    @Test
    void refusesAnOldServerBeforeTheLogin() {
        vcenter.apiVersion("5.5");
        assertThat(problemOf(() -> session().call(TIME)).code()).isEqualTo("VCENTER_TOO_OLD");
        assertThat(vcenter.logins()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "8", "99999999999999999999.1"})
    void refusesAVersionThatIsNone(String version) {
        vcenter.apiVersion(version);
        assertThat(problemOf(() -> session().call(TIME)).code()).isEqualTo("VCENTER_ANSWER_MALFORMED");
    }

    @Test
    void asksForTheVersionThatTheServerSpeaks() {
        List<String> actions = new ArrayList<>();
        vcenter.on("CurrentTime", request -> {
            actions.add(request.header("soapaction"));
            return returning("CurrentTime", "<returnval>2026-01-02T03:04:05Z</returnval>");
        });
        session().call(TIME);
        vcenter.apiVersion("6.5");
        session().call(TIME);
        vcenter.apiVersion("6.0");
        session().call(TIME);
        assertThat(actions).containsExactly("urn:vim25/6.7", "urn:vim25/6.5", "urn:vim25/6.0");
    }

    @Test
    void tellsFaultsByWhatTheyMean() {
        vcenter.on(
                "CurrentTime",
                request -> fault(
                        "NoPermission",
                        "denied",
                        "<object type=\"Folder\">group-d1</object><privilegeId>System.View</privilegeId>"));
        Problem problem = problemOf(() -> session().call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_NO_PERMISSION");
        assertThat(problem.message()).contains("System.View");

        vcenter.on("CurrentTime", request -> fault("ManagedObjectNotFound", "gone", "<obj type=\"Folder\">x</obj>"));
        assertThat(problemOf(() -> session().call(TIME)).code()).isEqualTo("VCENTER_OBJECT_GONE");

        vcenter.on("CurrentTime", request -> fault("YoungerThanUs", "new words", "<some>thing</some>"));
        Problem unknown = problemOf(() -> session().call(TIME));
        assertThat(unknown.code()).isEqualTo("VCENTER_FAULT");
        assertThat(unknown.message()).contains("YoungerThanUs", "new words");
    }

    @Test
    void doesNotBelieveADocumentType() {
        vcenter.on(
                "CurrentTime",
                request -> answer(200, "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>"));
        Problem problem = problemOf(() -> session().call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_ANSWER_MALFORMED");
        assertThat(problem.message()).contains("document type");
    }

    @Test
    void refusesAnAnswerThatIsTooLargePackedOrNot() throws Exception {
        String large = returning("CurrentTime", "<returnval>" + " ".repeat(300_000) + "</returnval>")
                .toString();
        vcenter.on("CurrentTime", request -> answer(200, large));
        assertThat(problemOf(() -> session().call(TIME)).code()).isEqualTo("VCENTER_ANSWER_MALFORMED");

        Reply.Answer bomb = returning("CurrentTime", "<returnval>" + " ".repeat(5_000_000) + "</returnval>");
        vcenter.on("CurrentTime", request -> packed(bomb.body()));
        Problem problem = problemOf(() -> session().call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_ANSWER_MALFORMED");
        assertThat(problem.message()).contains("larger");
    }

    @Test
    void readsPackedAnswers() {
        Reply.Answer plain = returning("CurrentTime", "<returnval>2026-01-02T03:04:05Z</returnval>");
        vcenter.on("CurrentTime", request -> packed(plain.body()));
        assertThat(session().call(TIME)).isNotNull();
    }

    private static Reply packed(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Reply.Answer(200, Map.of("Content-Encoding", "gzip"), packed.toByteArray());
    }

    @Test
    void tellsAServerThatIsNotReady() {
        vcenter.on("CurrentTime", request -> answer(503, "<html/>"));
        Problem problem = problemOf(() -> session().call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_BUSY");
        assertThat(problem.retry()).isEqualTo(Retry.SOON);
    }

    @Test
    void followsNoRedirect() {
        AtomicInteger elsewhere = new AtomicInteger();
        vcenter.on("CurrentTime", request -> {
            elsewhere.incrementAndGet();
            return new Reply.Answer(302, Map.of("Location", vcenter.endpoint().sdk() + "2"), new byte[0]);
        });
        assertThat(problemOf(() -> session().call(TIME)).code()).isEqualTo("VCENTER_NO_SDK");
        assertThat(elsewhere).hasValue(1);
    }

    @Test
    void sendsACallOnceWhenTheConnectionBreaks() {
        AtomicInteger sent = new AtomicInteger();
        for (Reply broken : List.of(
                new Reply.Reset(),
                new Reply.Raw(new byte[0]),
                new Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<?xml version='1.0'?><soap"
                        .getBytes(StandardCharsets.UTF_8)))) {
            VcenterSession session = session();
            // a kept connection that breaks is what the JDK would send the message again for
            session.call(TIME);
            sent.set(0);
            vcenter.on("CurrentTime", request -> {
                sent.incrementAndGet();
                return broken;
            });
            assertThat(problemOf(() -> session.call(TIME)).code()).startsWith("VCENTER_");
            assertThat(sent).as("%s", broken).hasValue(1);
            vcenter.on(
                    "CurrentTime", request -> returning("CurrentTime", "<returnval>2026-01-02T03:04:05Z</returnval>"));
        }
    }

    @Test
    void waitsOnlySoLong() {
        vcenter.on("CurrentTime", request -> new Reply.Stall());
        VcenterSession impatient = new VcenterSession(
                vcenter.endpoint(),
                () -> Secret.of(SoapFake.PASSWORD),
                new SoapLimits(Duration.ofSeconds(20), Duration.ofMillis(300), Duration.ofSeconds(30), 200_000));
        opened.add(impatient);
        Problem problem = problemOf(() -> impatient.call(TIME));
        assertThat(problem.code()).isEqualTo("VCENTER_UNREACHABLE");
        assertThat(problem.message()).contains("in time");
        assertThat(problem.retry()).isEqualTo(Retry.SOON);
    }

    @Test
    void tellsWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        VcenterEndpoint endpoint =
                new VcenterEndpoint(URI.create("https://127.0.0.1:" + port + "/sdk"), "u", "0".repeat(64));
        Problem problem = problemOf(() -> new SoapVcenterCheck().check(endpoint, Secret.of("p")));
        assertThat(problem.code()).isEqualTo("VCENTER_UNREACHABLE");
        assertThat(problem.fix()).isNotEmpty();
    }

    @Test
    void endsCallsThatAreUnderWayWhenClosed() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        vcenter.on("CurrentTime", request -> {
            arrived.countDown();
            return new Reply.Stall();
        });
        VcenterSession session = new VcenterSession(
                vcenter.endpoint(),
                () -> Secret.of(SoapFake.PASSWORD),
                new SoapLimits(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(5), 200_000));
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            Future<Calendar> call = caller.submit(() -> session.call(TIME));
            assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
            session.close();
            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ConnectorException.class);
        } finally {
            caller.shutdownNow();
        }
    }
}
