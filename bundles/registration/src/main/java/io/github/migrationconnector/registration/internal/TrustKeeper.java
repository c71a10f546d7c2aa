package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.Fingerprints;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerCertificates;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.api.trust.ServerTrust.Followed;
import io.github.migrationconnector.api.trust.ServerTrust.Pinned;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is trusted in the settings, beside the endpoint that it belongs to, and the text of what was accepted in the
 * store. The one server that the connector talks to is its vCenter: disks of all hosts are read through it.
 */
@Component(service = {Trust.class, TrustKeeper.class})
public final class TrustKeeper implements Trust {
    private static final Logger log = LoggerFactory.getLogger(TrustKeeper.class);

    private final ConnectorHome home;
    private final Ports ports;
    private final Clock clock;
    private final AcceptedCertificates accepted;
    private final Map<ServerAddress, TrustReport> lastSeen = new ConcurrentHashMap<>();

    @Activate
    public TrustKeeper(@Reference ConnectorHome home, @Reference Ports ports) {
        this(home, ports, Clock.systemUTC());
    }

    TrustKeeper(ConnectorHome home, Ports ports, Clock clock) {
        this.home = home;
        this.ports = ports;
        this.clock = clock;
        this.accepted = new AcceptedCertificates(home.database());
    }

    @Override
    public List<TrustReport> servers() {
        return vcenter().stream()
                .map(endpoint ->
                        Optional.ofNullable(lastSeen.get(endpoint.server())).orElseGet(() -> unseen(endpoint)))
                .toList();
    }

    private TrustReport unseen(VcenterEndpoint endpoint) {
        return new TrustReport(
                endpoint.server(),
                TrustState.TRUSTED,
                "It was not looked at since the start.",
                List.of(),
                acceptedOf(endpoint),
                endpoint.trust() instanceof Followed,
                List.of(),
                Instant.EPOCH);
    }

    @Override
    public List<TrustReport> pending() {
        return servers().stream()
                .filter(report -> report.state() != TrustState.TRUSTED)
                .toList();
    }

    @Override
    public TrustReport fetch(ServerAddress server) {
        List<ServerCertificate> presented = ports.certificates().fetch(server);
        Optional<VcenterEndpoint> ours =
                vcenter().filter(endpoint -> endpoint.server().equals(server));
        if (ours.isEmpty()) {
            return new TrustReport(
                    server,
                    TrustState.UNKNOWN,
                    "Nothing was accepted of this server.",
                    presented,
                    List.of(),
                    false,
                    List.of(),
                    clock.instant());
        }
        return seen(ours.get(), presented);
    }

    private TrustReport seen(VcenterEndpoint endpoint, List<ServerCertificate> presented) {
        ServerAddress server = endpoint.server();
        TrustState state = ports.certificates().judge(server, presented, endpoint.trust());
        if (state == TrustState.TRUSTED && endpoint.trust() instanceof Pinned) {
            accepted.keep(server, presented.get(0));
        }
        List<ServerCertificate> before = acceptedOf(endpoint);
        boolean followed = endpoint.trust() instanceof Followed;
        TrustReport report = new TrustReport(
                server,
                state,
                TrustWords.why(state),
                presented,
                before,
                followed,
                followed || state == TrustState.TRUSTED
                        ? List.of()
                        : TrustWords.differences(endpoint.trust(), before, presented),
                clock.instant());
        lastSeen.put(server, report);
        return report;
    }

    /** The certificate that was accepted, when its text is known; or the authority that is followed. */
    private List<ServerCertificate> acceptedOf(VcenterEndpoint endpoint) {
        if (endpoint.trust() instanceof Pinned pin) {
            return accepted.of(endpoint.server(), ports.certificates()).stream()
                    .filter(known -> known.sha256().equals(pin.sha256()))
                    .toList();
        }
        return endpoint.trust() instanceof Followed authority
                ? List.of(ports.certificates().read(TrustWords.pem(authority)))
                : List.of();
    }

    /** Looks whether vCenter still shows what is trusted; when not, everything to it ends. Called by the health check. */
    Optional<TrustReport> watch() {
        Optional<VcenterEndpoint> endpoint = vcenter();
        if (endpoint.isEmpty()) {
            lastSeen.clear();
            return Optional.empty();
        }
        ServerAddress server = endpoint.get().server();
        boolean known = Optional.ofNullable(lastSeen.get(server))
                .filter(report -> report.state() != TrustState.TRUSTED)
                .isPresent();
        TrustReport report = fetch(server);
        if (report.state() != TrustState.TRUSTED && !known) {
            log.warn(
                    "{} shows a certificate that is not trusted ({}); all connections to it end",
                    server,
                    report.state());
            ports.certificates().endConnections(server);
        }
        return Optional.of(report);
    }

    @Override
    public synchronized TrustReport accept(ServerAddress server, String sha256) {
        VcenterEndpoint endpoint = ours(server);
        String wanted = Fingerprints.normal(sha256);
        if (!wanted.matches("[0-9a-f]{64}")) {
            throw Problem.fatal(
                            "TRUST_FINGERPRINT_INVALID",
                            "That is no SHA-256 fingerprint.",
                            "Copy the 64 hex digits, with or without colons, from a place that you trust.")
                    .asException();
        }
        List<ServerCertificate> presented = ports.certificates().fetch(server);
        String shown = presented.get(0).sha256();
        if (!shown.equals(wanted)) {
            throw Problem.fatal(
                            "TRUST_FINGERPRINT_DIFFERS",
                            server + " shows another certificate: SHA-256 " + Fingerprints.shown(shown),
                            "Compare it on the server itself; accept that one only when it is right.")
                    .asException();
        }
        return enforce(endpoint, new Pinned(wanted), presented);
    }

    @Override
    public synchronized TrustReport follow(ServerAddress server, String pem) {
        VcenterEndpoint endpoint = ours(server);
        ServerCertificates certificates = ports.certificates();
        List<ServerCertificate> presented = certificates.fetch(server);
        Followed authority = TrustWords.authority(certificates, presented, pem);
        TrustState state = certificates.judge(server, presented, authority);
        if (state != TrustState.TRUSTED) {
            throw Problem.fatal(
                            "TRUST_AUTHORITY_UNFIT",
                            "Under this authority " + server + " would not be trusted: " + TrustWords.why(state),
                            TrustWords.fix(state))
                    .asException();
        }
        return enforce(endpoint, authority, presented);
    }

    private TrustReport enforce(VcenterEndpoint before, ServerTrust trust, List<ServerCertificate> presented) {
        VcenterEndpoint endpoint = new VcenterEndpoint(before.sdk(), before.user(), trust);
        home.settings().put(Settings.VCENTER, StoredConnections.settingsOf(endpoint));
        ports.certificates().endConnections(endpoint.server());
        log.info("Of {} something else is trusted now", endpoint.server());
        return seen(endpoint, presented);
    }

    private Optional<VcenterEndpoint> vcenter() {
        try {
            return Optional.of(home.connections().endpoint());
        } catch (ConnectorException notSetUp) {
            if (notSetUp.problem().code().equals("VCENTER_NOT_SET_UP")) {
                return Optional.empty();
            }
            throw notSetUp;
        }
    }

    private VcenterEndpoint ours(ServerAddress server) {
        return vcenter().filter(endpoint -> endpoint.server().equals(server)).orElseThrow(() -> Problem.fatal(
                        "TRUST_SERVER_UNKNOWN",
                        server + " is no server of this connector's.",
                        "Name the vCenter as it was set up; connector trust show lists it.")
                .asException());
    }
}
