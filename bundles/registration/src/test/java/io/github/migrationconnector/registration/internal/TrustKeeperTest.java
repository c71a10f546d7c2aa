package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustDifference;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustKeeperTest {
    private static final ServerAddress VCENTER = new ServerAddress("vcenter.example", 8443);

    @TempDir
    private Path directory;

    private Bench bench;
    private TrustKeeper trust;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
        bench.setUp(Bench.document());
        trust = keeper();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private TrustKeeper keeper() {
        return new TrustKeeper(bench.home, bench.ports, Clock.systemUTC());
    }

    private ServerTrust inForce() {
        return bench.home.connections().endpoint().trust();
    }

    @Test
    void tellsOfItsServerBeforeAnybodyLooked() {
        assertThat(trust.servers()).hasSize(1);
        assertThat(trust.servers().get(0).presented()).isEmpty();
        assertThat(trust.pending()).isEmpty();
    }

    @Test
    void putsTheAcceptedCertificateBesideAnotherAlsoAfterARestart() {
        trust.fetch(VCENTER);
        bench.certificates.shows(FakeCertificates.SECOND, "CN=second");
        TrustReport changed = keeper().fetch(VCENTER);
        assertThat(changed.state()).isEqualTo(TrustState.CHANGED);
        assertThat(changed.accepted()).hasSize(1);
        assertThat(changed.differences()).extracting(TrustDifference::field).containsExactly("subject", "sha256");
        trust.fetch(VCENTER);
        assertThat(trust.pending()).hasSize(1);
    }

    @Test
    void anotherServerMayBeLookedAtAndIsUnknown() {
        TrustReport other = trust.fetch(new ServerAddress("other.example", 443));
        assertThat(other.state()).isEqualTo(TrustState.UNKNOWN);
        assertThat(trust.servers()).hasSize(1);
    }

    @Test
    void whatStandsEndsOnceWhenAnotherCertificateIsSeen() {
        trust.watch();
        assertThat(bench.certificates.ended).isEmpty();
        bench.certificates.shows(FakeCertificates.SECOND, "CN=second");
        assertThat(trust.watch())
                .hasValueSatisfying(seen -> assertThat(seen.state()).isEqualTo(TrustState.CHANGED));
        assertThat(bench.certificates.ended).containsExactly(VCENTER);
        trust.watch();
        assertThat(bench.certificates.ended).as("it has ended already").containsExactly(VCENTER);
        bench.certificates.shows(FakeCertificates.FIRST, "CN=first");
        trust.watch();
        bench.certificates.shows(FakeCertificates.SECOND, "CN=second");
        trust.watch();
        assertThat(bench.certificates.ended).as("a second change").hasSize(2);
    }

    @Test
    void acceptsWhatIsShownAloneAndEndsWhatStands() {
        bench.certificates.shows(FakeCertificates.SECOND, "CN=second");
        assertThatThrownBy(() -> trust.accept(VCENTER, "nonsense")).hasMessageContaining("TRUST_FINGERPRINT_INVALID");
        assertThatThrownBy(() -> trust.accept(VCENTER, FakeCertificates.FIRST))
                .hasMessageContaining("TRUST_FINGERPRINT_DIFFERS");
        assertThatThrownBy(() -> trust.accept(new ServerAddress("other.example", 443), FakeCertificates.SECOND))
                .hasMessageContaining("TRUST_SERVER_UNKNOWN");
        assertThat(inForce()).isEqualTo(new ServerTrust.Pinned(FakeCertificates.FIRST));
        assertThat(bench.certificates.ended).isEmpty();
        assertThat(trust.accept(VCENTER, FakeCertificates.SECOND.toUpperCase(java.util.Locale.ROOT))
                        .state())
                .isEqualTo(TrustState.TRUSTED);
        assertThat(inForce()).isEqualTo(new ServerTrust.Pinned(FakeCertificates.SECOND));
        assertThat(bench.certificates.ended).containsExactly(VCENTER);
        assertThat(bench.home.connections().endpoint().user()).isEqualTo("EXAMPLE\\connector ü");
        assertThat(trust.pending()).isEmpty();
    }

    @Test
    void followsAnAuthorityOnlyWhenWhatIsShownPasses() {
        assertThatThrownBy(() -> trust.follow(VCENTER, "nonsense")).hasMessageContaining("TRUST_AUTHORITY_UNFIT");
        bench.certificates.underAuthority = TrustState.NAME_MISMATCH;
        assertThatThrownBy(() -> trust.follow(VCENTER, FakeCertificates.AUTHORITY_PEM))
                .hasMessageContaining("TRUST_AUTHORITY_UNFIT")
                .hasMessageContaining("another name");
        assertThat(inForce()).isInstanceOf(ServerTrust.Pinned.class);
        bench.certificates.underAuthority = TrustState.TRUSTED;
        assertThat(trust.follow(VCENTER, FakeCertificates.AUTHORITY_PEM).followed())
                .isTrue();
        assertThat(inForce()).isInstanceOf(ServerTrust.Followed.class);
        bench.certificates.shows(FakeCertificates.SECOND, "CN=renewed by the same authority");
        assertThat(trust.fetch(VCENTER).state()).isEqualTo(TrustState.TRUSTED);
        bench.certificates.underAuthority = TrustState.UNKNOWN_ISSUER;
        assertThat(trust.fetch(VCENTER).state()).isEqualTo(TrustState.UNKNOWN_ISSUER);
        assertThat(trust.fetch(VCENTER).accepted()).hasSize(1);
    }

    @Test
    void withoutASetUpThereIsNobodyToTrust() {
        bench.registration.disassociate(true);
        assertThat(trust.servers()).isEmpty();
        assertThatThrownBy(() -> trust.accept(VCENTER, FakeCertificates.FIRST))
                .hasMessageContaining("TRUST_SERVER_UNKNOWN");
    }
}
