package io.github.migrationconnector.consolemenu.internal.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.consolemenu.internal.fake.FakeConnector;
import io.github.migrationconnector.consolemenu.internal.fake.FakeDesk;
import org.junit.jupiter.api.Test;

final class CheckItemsTest {
    private final FakeConnector connector = new FakeConnector();
    private final FakeDesk desk = new FakeDesk("");

    @Test
    void theWalkTellsWhatIsNotReachedAndTheFix() {
        connector.on(
                "GET /connectivity",
                "[{\"name\":\"EC2\",\"address\":\"ec2.example:443\",\"reached\":false,\"steps\":["
                        + "{\"step\":\"DNS\",\"outcome\":\"FAILED\",\"detail\":\"the name is not known\",\"fix\":\"Mend it.\"}]}]");
        new CheckItems(desk, connector).walk();
        assertThat(desk.seen)
                .contains(
                        "NOT REACHED  EC2 (ec2.example:443)",
                        "    DNS failed: the name is not known",
                        "    to mend it: Mend it.");
    }

    @Test
    void theCertificateIsShownWithItsTextAndItsTroubles() {
        connector.on(
                "GET /certificate",
                "{\"chain\":[{\"subject\":\"CN=appliance\",\"issuer\":\"CN=ca\",\"names\":[\"a\",\"b\"],"
                        + "\"notBefore\":\"2026\",\"notAfter\":\"2027\",\"sha256\":\"AB\",\"pem\":\"-----BEGIN\\nX\\n-----END\"}],"
                        + "\"missingNames\":[\"c\"],\"warning\":\"It ends soon.\"}");
        new CheckItems(desk, connector).showCertificate();
        assertThat(desk.seen)
                .contains(" Names        a, b", " Valid        2026 to 2027", "-----BEGIN", "X", "Mind: It ends soon.")
                .anyMatch(line -> line.startsWith("Mind: it lacks the names c."));
    }
}
