package io.github.migrationconnector.vsphere.internal.session;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerCertificates;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.TrustState;
import io.github.migrationconnector.vsphere.internal.soap.CertificateJudge;
import io.github.migrationconnector.vsphere.internal.soap.ChainLook;
import io.github.migrationconnector.vsphere.internal.soap.PresentedCertificates;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks by a TLS handshake, and ends the connections of the session that is in force. */
@Component
public final class TlsServerCertificates implements ServerCertificates {
    private final CertificateJudge judge = new CertificateJudge(Clock.systemUTC());
    private final ChainLook look = new ChainLook();
    private final VcenterSessions sessions;

    @Activate
    public TlsServerCertificates(@Reference VcenterSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<ServerCertificate> fetch(ServerAddress server) {
        try {
            return PresentedCertificates.shown(look.at(server));
        } catch (UnknownHostException unknown) {
            throw unreachable(server, "its name is not known to DNS", unknown);
        } catch (SocketTimeoutException late) {
            throw unreachable(server, "it did not answer in time", late);
        } catch (SSLException noTls) {
            throw Problem.fatal(
                            "SERVER_WITHOUT_TLS",
                            "What listens at " + server + " does not speak TLS: " + noTls.getMessage(),
                            "Check the port; vCenter's is 443 unless it was changed.")
                    .asException(noTls);
        } catch (IOException broken) {
            throw unreachable(server, String.valueOf(broken.getMessage()), broken);
        }
    }

    private static RuntimeException unreachable(ServerAddress server, String why, IOException cause) {
        return Problem.passing(
                        "SERVER_UNREACHABLE",
                        server + " can't be reached: " + why,
                        "Check the address, that the server runs, and that a firewall lets the connector reach its port.")
                .asException(cause);
    }

    @Override
    public ServerCertificate read(String pem) {
        return PresentedCertificates.shown(PresentedCertificates.read(pem));
    }

    @Override
    public TrustState judge(ServerAddress server, List<ServerCertificate> presented, ServerTrust trust) {
        return judge.judge(
                server,
                presented.stream()
                        .map(ServerCertificate::pem)
                        .map(PresentedCertificates::read)
                        .toList(),
                trust);
    }

    @Override
    public void endConnections(ServerAddress server) {
        sessions.endConnections(server);
    }
}
