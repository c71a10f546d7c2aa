package io.github.migrationconnector.vsphere.internal.soap;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerTrust;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/** Which connections the JDK may use again: those that its factory made, and no other. */
class PeerTrustTest {
    private static final ServerTrust ONE = new ServerTrust.Pinned("aa".repeat(32));
    private static final ServerTrust OTHER = new ServerTrust.Pinned("bb".repeat(32));

    private final PeerTrust trust = new PeerTrust(new ServerAddress("vcenter.example", 443), ONE);

    @Test
    void callsUnderOneTrustShareTheirConnections() {
        assertThat(trust.sockets()).isSameAs(trust.sockets());
    }

    @Test
    void noConnectionOfAnotherTrustIsUsedAgain() {
        SSLSocketFactory before = trust.sockets();
        trust.change(OTHER);
        SSLSocketFactory after = trust.sockets();
        assertThat(after).isNotSameAs(before);
        trust.breakOff();
        assertThat(trust.sockets()).isNotSameAs(after).isNotSameAs(before);
    }
}
