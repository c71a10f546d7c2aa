package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeOwnCertificate;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.certificate.CertificateState;
import io.github.migrationconnector.api.certificate.OwnCertificate;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatePageTest {
    private static final String HERE = "/system/console/connector-certificate";

    private final Console console = new Console().loggedIn();
    private final FakeOwnCertificate own = new FakeOwnCertificate();
    private final CertificatePage page = new CertificatePage(console.frame, console.services);

    CertificatePageTest() {
        console.services.with(OwnCertificate.class, own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsWhatIsShown(String language) throws IOException, ServletException {
        console.language = language;
        assertThat(console.get(page, HERE).body())
                .contains("CN=old", "AA:<wbr>AA", "ip:192.0.2.9", "dns:connector.example")
                .doesNotContain("{{", "style=\"", "?file=request");
    }

    @Test
    void givesTheCertificateAndTheRequestAsFiles() throws IOException, ServletException {
        FakeExchange file = console.get(page, HERE + "?file=certificate");
        assertThat(file.body()).isEqualTo("pem");
        assertThat(file.responseHeaders)
                .containsEntry("Content-Disposition", "attachment; filename=\"connector.pem\"")
                .containsEntry("Cache-Control", "no-store");
        assertThat(post("request", "names", " a.example,\r\nip:192.0.2.1 \n").responseHeaders)
                .containsEntry("Location", HERE + "?done=requested");
        assertThat(own.asked).containsExactly("request [a.example, ip:192.0.2.1]");
        assertThat(console.get(page, HERE).body()).contains("?file=request");
        assertThat(console.get(page, HERE + "?file=request").body()).startsWith("-----BEGIN CERTIFICATE REQUEST");
    }

    @Test
    void installsEitherForm() throws IOException, ServletException {
        assertThat(post("renew").status).isEqualTo(303);
        assertThat(post("pem", "chain", "c", "key", "k", "passphrase", "p").responseHeaders)
                .containsEntry("Location", HERE + "?done=installed");
        assertThat(post("pkcs12", "file", "AAAA", "passphrase", "p").status).isEqualTo(303);
        assertThat(own.asked).containsExactly("renew", "pem c k", "pkcs12 AAAA");
    }

    @Test
    void anAuthoritysCertificateIsGivenUpOnPurposeOnly() throws IOException, ServletException {
        assertThat(console.get(page, HERE).body()).doesNotContain("name=\"force\"");
        own.origin = CertificateState.Origin.ISSUED;
        assertThat(console.get(page, HERE).body()).contains("name=\"force\"", "for a year");
        post("renew", "force", "yes");
        assertThat(own.asked).containsExactly("renew by force");
    }

    @Test
    void showsNoSecretAgainWhenItIsRefused() throws IOException, ServletException {
        FakeExchange refused = post("pem", "chain", "", "key", "s3cr3t", "passphrase", "s3cr3t");
        assertThat(refused.status).isEqualTo(409);
        assertThat(refused.body()).contains("read as a certificate or key").doesNotContain("s3cr3t");
    }

    @Test
    void takesNoMoreThanACertificateNeeds() throws IOException, ServletException {
        assertThat(post("pem", "chain", "c".repeat(100_000), "key", "").status).isEqualTo(303);
        for (String field : new String[] {"chain", "key", "passphrase"}) {
            assertThat(post("pem", "chain", "c", field, "c".repeat(100_001)).status)
                    .isEqualTo(409);
        }
        assertThat(post("pkcs12", "file", "c".repeat(100_001)).status).isEqualTo(409);
        assertThat(own.asked).hasSize(1);
    }

    @Test
    void isForAdministrators() throws IOException, ServletException {
        for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
            console.access.role = role;
            assertThat(console.get(page, HERE).status).isEqualTo(403);
            assertThat(console.get(page, HERE + "?file=request").status).isEqualTo(403);
            assertThat(post("renew").status).isEqualTo(403);
            assertThat(post("pem", "chain", "c", "key", "k").status).isEqualTo(403);
        }
        assertThat(own.asked).isEmpty();
    }

    private FakeExchange post(String action, String... fields) throws IOException, ServletException {
        String[] all = new String[fields.length + 2];
        all[0] = "action";
        all[1] = action;
        System.arraycopy(fields, 0, all, 2, fields.length);
        return console.post(page, HERE, all);
    }
}
