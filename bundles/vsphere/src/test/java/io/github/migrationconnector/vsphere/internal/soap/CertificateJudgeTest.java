package io.github.migrationconnector.vsphere.internal.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import io.github.migrationconnector.vsphere.internal.fake.TestAuthority;
import io.github.migrationconnector.vsphere.internal.fake.TestAuthority.Wanted;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateJudgeTest {
    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final ServerAddress SERVER = new ServerAddress("vcenter.example", 443);
    private static final TestAuthority AUTHORITY = new TestAuthority("CN=Site CA", NOW);
    private static final TestAuthority STRANGER = new TestAuthority("CN=Site CA", NOW);

    private final CertificateJudge judge = new CertificateJudge(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void knowsThePinnedCertificateAndNoOther() {
        X509Certificate own = AUTHORITY.issue(Wanted.of("other.example"));
        ServerTrust pin = new ServerTrust.Pinned(PresentedCertificates.fingerprint(own));
        assertThat(judge.judge(SERVER, List.of(own), pin))
                .as("name and issuer do not matter")
                .isEqualTo(TrustState.TRUSTED);
        X509Certificate renewed = AUTHORITY.issue(Wanted.of("other.example"));
        assertThat(judge.judge(SERVER, List.of(renewed, own), pin)).isEqualTo(TrustState.CHANGED);
        assertThat(judge.judge(SERVER, List.of(), pin)).isEqualTo(TrustState.CHANGED);
    }

    @Test
    void followsAnAuthorityThroughRenewals() {
        for (int renewal = 0; renewal < 3; renewal++) {
            X509Certificate own = AUTHORITY.issue(Wanted.of("VCENTER.example"));
            assertThat(judge.judge(SERVER, List.of(own), followed(AUTHORITY))).isEqualTo(TrustState.TRUSTED);
            assertThat(judge.judge(SERVER, List.of(own, AUTHORITY.certificate()), followed(AUTHORITY)))
                    .isEqualTo(TrustState.TRUSTED);
        }
    }

    @Test
    void followsOneFurtherUpTheChain() {
        TestAuthority below = AUTHORITY.below("CN=Rack CA");
        X509Certificate own = below.issue(Wanted.of("vcenter.example"));
        assertThat(judge.judge(SERVER, List.of(own, below.certificate()), followed(AUTHORITY)))
                .isEqualTo(TrustState.TRUSTED);
        assertThat(judge.judge(SERVER, List.of(own), followed(AUTHORITY))).isEqualTo(TrustState.UNKNOWN_ISSUER);
        assertThat(judge.judge(SERVER, List.of(own), followed(below))).isEqualTo(TrustState.TRUSTED);
    }

    @Test
    void tellsTheReasonsApart() {
        X509Certificate good = AUTHORITY.issue(Wanted.of("vcenter.example"));
        assertThat(judge.judge(SERVER, List.of(good), followed(STRANGER)))
                .as("another one of the same name")
                .isEqualTo(TrustState.UNKNOWN_ISSUER);
        assertThat(judge.judge(SERVER, List.of(AUTHORITY.issue(Wanted.of("other.example"))), followed(AUTHORITY)))
                .isEqualTo(TrustState.NAME_MISMATCH);
        assertThat(judge.judge(
                        SERVER,
                        List.of(AUTHORITY.issue(Wanted.of("vcenter.example").until(NOW.minusSeconds(1)))),
                        followed(AUTHORITY)))
                .isEqualTo(TrustState.NOT_VALID);
        assertThat(judge.judge(
                        SERVER,
                        List.of(AUTHORITY.issue(Wanted.of("vcenter.example").forClients())),
                        followed(AUTHORITY)))
                .as("a client's certificate")
                .isEqualTo(TrustState.UNKNOWN_ISSUER);
        assertThat(judge.judge(SERVER, List.of(), followed(AUTHORITY))).isEqualTo(TrustState.UNKNOWN_ISSUER);
    }

    @Test
    void aServersOwnCertificateIsNoAuthority() {
        X509Certificate server = AUTHORITY.issue(Wanted.of("vcenter.example"));
        X509Certificate forged = AUTHORITY.forgedBelow(server);
        assertThat(judge.judge(SERVER, List.of(forged, server), followed(AUTHORITY)))
                .isEqualTo(TrustState.UNKNOWN_ISSUER);
    }

    @ParameterizedTest
    @CsvSource({
        "vcenter.example, vcenter.example, true",
        "vcenter.example., vcenter.example, true",
        "VCENTER.example, vcenter.EXAMPLE, true",
        "*.example.com, vcenter.example.com, true",
        "*.example.com, a.vcenter.example.com, false",
        "*.example.com, example.com, false",
        "*.com, example.com, false",
        "v*.example.com, vcenter.example.com, false",
        "vcenter.example.evil.test, vcenter.example, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "fe80::1, fe80:0:0::1, true",
    })
    void matchesNamesByTheRules(String named, String host, boolean matching) {
        X509Certificate certificate = AUTHORITY.issue(Wanted.of(named));
        assertThat(CertificateNames.match(certificate, host)).isEqualTo(matching);
    }

    @Test
    void anAddressIsNotMatchedByADnsName() {
        X509Certificate certificate = AUTHORITY.issue(Wanted.of("dns:10.1.2.3"));
        assertThat(CertificateNames.match(certificate, "10.1.2.3")).isFalse();
    }

    private static ServerTrust followed(TestAuthority authority) {
        try {
            return new ServerTrust.Followed(
                    Base64.getEncoder().encodeToString(authority.certificate().getEncoded()));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
