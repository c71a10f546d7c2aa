package io.github.migrationconnector.vsphere.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.vsphere.internal.fake.FixedConnection;
import io.github.migrationconnector.vsphere.internal.fake.SoapFake;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class VcenterReachedEndpointsTest {
    private static ReachedEndpoint endpoint(FixedConnection settings) {
        AwaitedConnection connection = new AwaitedConnection();
        connection.bind(settings);
        return new VcenterReachedEndpoints(connection).endpoints().get(0);
    }

    private static ReachedEndpoint endpoint(VcenterEndpoint vcenter, String password) {
        return endpoint(new FixedConnection(vcenter, password));
    }

    private static void shakeHands(ReachedEndpoint endpoint) throws IOException {
        try (Socket plain = new Socket(endpoint.host(), endpoint.port());
                SSLSocket tls = endpoint.peer().tls(plain, endpoint)) {
            tls.startHandshake();
        }
    }

    @Test
    void walksToTheLoginAndOutAgain() throws IOException {
        try (SoapFake vcenter = new SoapFake()) {
            ReachedEndpoint endpoint = endpoint(vcenter.endpoint(), SoapFake.PASSWORD);
            assertThat(endpoint.name()).isEqualTo("vCenter");
            assertThat(endpoint.proxy().isNone()).isTrue();
            shakeHands(endpoint);
            assertThat(endpoint.peer().logIn()).contains(SoapFake.USER, "VMware vCenter Server 7.0.3", "7.0.3.0");
            assertThat(vcenter.logins()).isEqualTo(1);
        }
    }

    @Test
    void aChangedCertificateIsToldWithBothFingerprints() {
        try (SoapFake vcenter = new SoapFake()) {
            ReachedEndpoint endpoint = endpoint(vcenter.endpoint("ab".repeat(32)), SoapFake.PASSWORD);
            IOException failure = catchThrowableOfType(IOException.class, () -> shakeHands(endpoint));
            assertThat(endpoint.peer().why(failure)).hasValueSatisfying(problem -> {
                assertThat(problem.code()).isEqualTo("VCENTER_CERTIFICATE_CHANGED");
                assertThat(problem.message()).contains("AB:AB:AB");
                assertThat(problem.fix()).contains("trust accept");
            });
            assertThat(vcenter.logins()).isZero();
            assertThat(endpoint.peer().why(new IOException("reset"))).isEmpty();
        }
    }

    @Test
    void aRefusedPasswordIsSentOnceAndReported() {
        try (SoapFake vcenter = new SoapFake()) {
            FixedConnection settings = new FixedConnection(vcenter.endpoint(), "mistyped");
            ConnectorException refused = catchThrowableOfType(
                    ConnectorException.class, () -> endpoint(settings).peer().logIn());
            assertThat(refused.problem().code()).isEqualTo("VCENTER_LOGIN_REFUSED");
            assertThat(vcenter.logins()).isEqualTo(1);
            assertThat(settings.refusals()).isEqualTo(1);
        }
    }
}
