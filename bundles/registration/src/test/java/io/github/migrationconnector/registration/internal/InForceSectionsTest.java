package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in force, written as a document again, changes nothing when it is set up. */
class InForceSectionsTest {
    @TempDir
    private Path directory;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private ObjectNode written() {
        InForceSections sections = new InForceSections(bench.home.connections());
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        sections.aws(document);
        sections.vcenter(document);
        sections.proxy(document);
        document.putObject("licence").put("accepted", true);
        return document;
    }

    private static ObjectNode full() {
        ObjectNode document = Bench.document();
        ((ObjectNode) document.get("aws"))
                .put("sessionToken", "planted-session-token")
                .put("roleArn", "arn:aws:iam::123456789012:role/sms")
                .put("externalId", "sms");
        document.putObject("proxy")
                .put("host", "proxy.example")
                .put("port", 3128)
                .put("user", "u")
                .put("password", "planted proxy")
                .putArray("exceptions")
                .add(".example");
        return document;
    }

    @Test
    void aFullSetUpComesOutAsItWentIn() {
        bench.setUp(full());
        ObjectNode document = written();
        assertThat(document.at("/proxy/password").textValue()).isEqualTo("planted proxy");
        assertThat(document.at("/aws/sessionToken").textValue()).isEqualTo("planted-session-token");
        assertThat(bench.setUp(document).findings()).isEmpty();
        assertThat(bench.setUp(document).changed()).isEmpty();
    }

    @Test
    void anEndpointThatAnEarlierVersionKeptIsNotWrittenAgain() {
        bench.setUp(full());
        Map<String, String> kept = new HashMap<>(bench.home.settings().get(Settings.AWS));
        kept.put("endpoint.iam", "https://iam.example");
        bench.home.settings().put(Settings.AWS, kept);
        assertThat(written().at("/aws/endpoints").has("iam")).isFalse();
        assertThat(bench.setUp(written()).findings()).isEmpty();
    }

    @Test
    void soDoesAFollowedAuthority() {
        ObjectNode document = Bench.document();
        ((ObjectNode) document.get("vcenter"))
                .put("authority", FakeCertificates.AUTHORITY_PEM)
                .remove("fingerprint");
        bench.setUp(document);
        assertThat(written().at("/vcenter/authority").textValue()).contains("BEGIN CERTIFICATE");
        assertThat(bench.setUp(written()).changed()).isEmpty();
    }

    @Test
    void whatIsShownHasNoSecret() {
        bench.setUp(full());
        InForceSections sections = new InForceSections(bench.home.connections());
        assertThat(sections.awsTexts()).containsEntry("roleArn", "arn:aws:iam::123456789012:role/sms");
        assertThat(sections.networkTexts().get("proxy")).contains("proxy.example", "3128");
        assertThat(sections.vcenterTexts()).containsEntry("host", "vcenter.example:8443");
        assertThat(sections.awsTexts().toString() + sections.networkTexts() + sections.vcenterTexts())
                .doesNotContain("planted");
    }

    @Test
    void withoutAProxyThereIsNoSection() {
        bench.setUp(Bench.document());
        assertThat(written().has("proxy")).isFalse();
        assertThat(new InForceSections(bench.home.connections()).networkTexts()).isEmpty();
    }
}
