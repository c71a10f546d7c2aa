package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.access.internal.certificate.CertificateMaker;
import io.github.migrationconnector.access.internal.certificate.MachineNames;
import io.github.migrationconnector.access.internal.certificate.OpenSsl;
import io.github.migrationconnector.access.internal.certificate.ShownCertificate;
import io.github.migrationconnector.access.internal.certificate.TlsHome;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.CertificateState.Origin;
import io.github.migrationconnector.api.certificate.NewCertificate;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.trust.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateKeeperTest {
    private static final MachineNames OLD = new MachineNames(List.of("old.example"), List.of("192.0.2.1"));
    private static final MachineNames NOW = new MachineNames(List.of("connector.example"), List.of("192.0.2.7"));
    private static final Secret NONE = Secret.of("");

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private final List<String> port = new ArrayList<>();
    private final ListedAudit audit = new ListedAudit();
    private boolean portRefuses;
    private CertificateKeeper keeper;
    private OpenSsl openssl;

    @BeforeEach
    void start() throws Exception {
        TlsHome tls = new TlsHome(home);
        tls.prepare(new CertificateMaker(Clock.systemUTC()).selfSigned(OLD));
        keeper = new CertificateKeeper(
                new ShownCertificate(tls.files(), this::reload, Clock.systemUTC()),
                strict -> port.add("strict " + strict),
                () -> NOW,
                audit);
        openssl = OpenSsl.withChain(elsewhere);
        port.clear();
    }

    private void reload() {
        port.add("reload");
        if (portRefuses) {
            portRefuses = false;
            throw new IllegalStateException("planted");
        }
    }

    private NewCertificate pem(String chain, String key) {
        return new NewCertificate.Pem(chain, Secret.of(key), NONE);
    }

    private static List<String> subjects(CertificateState state) {
        return state.chain().stream().map(ServerCertificate::subject).toList();
    }

    @Test
    void tellsWhichNamesTheCertificateLacks() {
        CertificateState state = keeper.state();
        assertThat(state.origin()).isEqualTo(Origin.SELF_SIGNED);
        assertThat(state.strictTransport()).isFalse();
        assertThat(state.hostNames()).containsExactly("dns:connector.example", "ip:192.0.2.7");
        assertThat(state.missingNames()).containsExactly("dns:connector.example", "ip:192.0.2.7");
        assertThat(state.certificate().names()).containsExactly("dns:old.example", "ip:192.0.2.1");
    }

    @Test
    void renewsForTheNamesOfNow() throws Exception {
        String before = keeper.state().certificate().sha256();
        CertificateState state = keeper.renew(Bench.ADMIN, false);
        assertThat(state.missingNames()).isEmpty();
        assertThat(state.certificate().sha256()).isNotEqualTo(before);
        assertThat(port).containsExactly("reload", "strict false");
        assertThat(audit.said()).containsExactly("admin certificate.renew https DONE");
        Files.copy(home.resolve("certificate.pem"), elsewhere.resolve("own.pem"));
        assertThat(openssl.run("x509 -in own.pem -noout -text"))
                .contains("DNS:connector.example, IP Address:192.0.2.7", "TLS Web Server Authentication", "prime256v1");
        openssl.run("verify -CAfile own.pem own.pem");
    }

    @Test
    void anAuthoritySignsTheRequestAndTheAnswerIsInstalledWithoutAKey() throws Exception {
        String request = keeper.request(Bench.ADMIN, List.of("connector.example", "ip:192.0.2.7", "2001:db8::7"));
        assertThat(keeper.state().request()).isEqualTo(request);
        Files.writeString(elsewhere.resolve("own.csr"), request);
        assertThat(openssl.run("req -in own.csr -noout -verify -text"))
                .contains("DNS:connector.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7")
                .containsIgnoringCase("verify OK");
        openssl.sign("own.csr", "middle", "server.ext", "own.pem");

        CertificateState state =
                keeper.install(Bench.ADMIN, pem(openssl.text("root.pem", "own.pem", "middle.pem"), ""));

        assertThat(subjects(state))
                .containsExactly("CN=connector.example,O=Server Migration Connector", "CN=Middle", "CN=Root");
        assertThat(state.origin()).isEqualTo(Origin.ISSUED);
        assertThat(state.strictTransport()).isTrue();
        assertThat(state.request()).isEmpty();
        assertThat(port).containsExactly("reload", "strict true");
        Bench.refused("CERTIFICATE_ISSUED", () -> keeper.renew(Bench.ADMIN, false));
        assertThat(keeper.state()).as("browsers that know it find it still").isEqualTo(state);
        assertThat(audit.said())
                .containsExactly(
                        "admin certificate.request https DONE",
                        "admin certificate.install https DONE",
                        "admin certificate.renew https REFUSED");
        assertThat(keeper.renew(Bench.ADMIN, true).origin()).isEqualTo(Origin.SELF_SIGNED);
    }

    @Test
    void takesKeysInEveryFormThatOpensslWrites() throws Exception {
        String chain = openssl.text("server.pem", "middle.pem");
        openssl.run("rsa -in server.key -traditional -out pkcs1.key");
        openssl.run("pkcs8 -topk8 -in server.key -v2 aes-256-cbc -passout pass:horse -out locked.key");
        openssl.run("rsa -in server.key -traditional -aes128 -passout pass:horse -out old.key");
        for (String key : List.of("server.key", "pkcs1.key", "locked.key", "old.key")) {
            CertificateState state = keeper.install(
                    Bench.ADMIN, new NewCertificate.Pem(chain, Secret.of(openssl.text(key)), Secret.of("horse")));
            assertThat(subjects(state)).as(key).containsExactly("CN=connector.example", "CN=Middle");
        }
        Bench.refused(
                "CERTIFICATE_LOCKED",
                () -> keeper.install(
                        Bench.ADMIN,
                        new NewCertificate.Pem(chain, Secret.of(openssl.text("locked.key")), Secret.of("mule"))));
    }

    @Test
    void takesEllipticKeys() throws Exception {
        openssl.run("ecparam -name secp384r1 -genkey -out ec.key");
        openssl.run("req -new -key ec.key -out ec.csr -subj /CN=elliptic");
        openssl.sign("ec.csr", "root", "server.ext", "ec.pem");
        assertThat(subjects(keeper.install(Bench.ADMIN, pem(openssl.text("ec.pem"), openssl.text("ec.key")))))
                .containsExactly("CN=elliptic");
    }

    @Test
    void takesAPkcs12File() throws Exception {
        openssl.run(
                "pkcs12 -export -inkey server.key -in server.pem -certfile middle.pem -passout pass:horse -out all.p12");
        String base64 = Base64.getEncoder().encodeToString(openssl.bytes("all.p12"));
        CertificateState state =
                keeper.install(Bench.ADMIN, new NewCertificate.Pkcs12(Secret.of(base64), Secret.of("horse")));
        assertThat(subjects(state)).containsExactly("CN=connector.example", "CN=Middle");
        Bench.refused(
                "CERTIFICATE_LOCKED",
                () -> keeper.install(Bench.ADMIN, new NewCertificate.Pkcs12(Secret.of(base64), Secret.of("mule"))));
    }

    @Test
    void refusesWhatNoBrowserWouldTake() throws Exception {
        String before = keeper.state().certificate().sha256();
        String key = openssl.text("server.key");
        Files.writeString(
                elsewhere.resolve("client.ext"), "subjectAltName=DNS:a.example\nextendedKeyUsage=clientAuth\n");
        Files.writeString(elsewhere.resolve("nameless.ext"), "extendedKeyUsage=serverAuth\n");
        Files.writeString(
                elsewhere.resolve("encipher.ext"), "subjectAltName=DNS:a.example\nkeyUsage=critical,keyEncipherment\n");
        openssl.sign("server.csr", "root", "encipher.ext", "encipher.pem");
        openssl.sign("server.csr", "root", "client.ext", "client.pem");
        openssl.sign("server.csr", "root", "nameless.ext", "nameless.pem");
        openssl.run("x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days -1 -extfile server.ext"
                + " -out over.pem");
        openssl.run("req -newkey rsa:1024 -nodes -keyout short.key -out short.csr -subj /CN=short");
        openssl.sign("short.csr", "root", "server.ext", "short.pem");
        refused("CERTIFICATE_UNFIT", pem(openssl.text("client.pem"), key));
        refused("CERTIFICATE_UNFIT", pem(openssl.text("nameless.pem"), key));
        refused("CERTIFICATE_UNFIT", pem(openssl.text("encipher.pem"), key));
        refused("CERTIFICATE_UNFIT", pem(openssl.text("over.pem"), key));
        refused("CERTIFICATE_UNFIT", pem(openssl.text("short.pem"), openssl.text("short.key")));
        refused("CERTIFICATE_KEY_DIFFERS", pem(openssl.text("server.pem"), openssl.text("middle.key")));
        refused("CERTIFICATE_KEY_MISSING", pem(openssl.text("server.pem"), ""));
        refused("CERTIFICATE_UNREADABLE", pem("none", key));
        refused("CERTIFICATE_UNREADABLE", pem(openssl.text("server.pem"), openssl.text("server.pem")));
        assertThat(keeper.state().certificate().sha256()).isEqualTo(before);
        assertThat(port).isEmpty();
        assertThat(audit.said()).containsOnly("admin certificate.install https REFUSED");
    }

    private void refused(String code, NewCertificate fresh) {
        Bench.refused(code, () -> keeper.install(Bench.ADMIN, fresh));
    }

    @Test
    void whatThePortDoesNotTakeIsPutBack() throws Exception {
        String before = keeper.state().certificate().sha256();
        String pinned = Files.readString(home.resolve("certificate.pem"));
        portRefuses = true;
        Bench.refused("CERTIFICATE_FILES_UNUSABLE", () -> keeper.renew(Bench.ADMIN, false));
        assertThat(port).containsExactly("reload", "reload");
        assertThat(keeper.state().certificate().sha256()).isEqualTo(before);
        assertThat(Files.readString(home.resolve("certificate.pem"))).isEqualTo(pinned);
    }

    @Test
    void onlyAdministratorsChangeIt() {
        Bench.refused("FORBIDDEN", () -> keeper.renew(Bench.actor("olga", Role.OPERATOR), true));
        Bench.refused("FORBIDDEN", () -> keeper.request(Bench.actor("olga", Role.OPERATOR), List.of()));
        assertThat(audit.said())
                .containsExactly("olga certificate.renew https REFUSED", "olga certificate.request https REFUSED");
        assertThat(port).isEmpty();
    }

    @Test
    void refusesNamesThatAreNone() {
        for (String name : List.of("no name", "a..b", "-a", "999.1.1.1", "ip:::::")) {
            Bench.refused("CERTIFICATE_NAME_INVALID", () -> keeper.request(Bench.ADMIN, List.of(name)));
        }
    }

    @Test
    void damagedTextsAreRefusedWithoutQuotingTheKey() throws Exception {
        byte[] whole = openssl.text("server.key").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        String chain = openssl.text("server.pem");
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 3; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) (32 + random.nextInt(95));
            }
            String key = new String(damaged, java.nio.charset.StandardCharsets.US_ASCII);
            try {
                keeper.install(Bench.ADMIN, pem(chain, key));
            } catch (io.github.migrationconnector.api.problem.ConnectorException refusal) {
                assertThat(refusal.problem().code()).startsWith("CERTIFICATE_");
                assertThat(refusal.problem().message()).doesNotContain(key.substring(40, 80));
            }
        }
    }
}
