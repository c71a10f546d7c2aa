package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.trust.TrustDifference;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.time.Instant;
import java.util.List;

/** One server, whose certificate has changed. */
final class FakeTrust implements Trust {
    private static final ServerAddress SERVER = new ServerAddress("vcenter.example", 443);

    private static final Instant THEN = Instant.EPOCH.plusSeconds(1);

    private static TrustReport report(TrustState state) {
        ServerCertificate certificate =
                new ServerCertificate("CN=vc", "CN=ca", List.of("dns:vc"), THEN, THEN, "ab".repeat(32), false, "PEM");
        return new TrustReport(
                SERVER,
                state,
                "Why.",
                List.of(certificate),
                List.of(certificate),
                false,
                List.of(new TrustDifference("sha256", "a", "b")),
                THEN);
    }

    @Override
    public List<TrustReport> servers() {
        return List.of(report(TrustState.CHANGED));
    }

    @Override
    public List<TrustReport> pending() {
        return servers();
    }

    @Override
    public TrustReport fetch(ServerAddress server) {
        return report(TrustState.CHANGED);
    }

    @Override
    public TrustReport accept(ServerAddress server, String sha256) {
        if (!server.equals(SERVER)) {
            throw Problem.fatal("TRUST_SERVER_UNKNOWN", "Unknown.", "Name another.")
                    .asException();
        }
        return report(TrustState.TRUSTED);
    }

    @Override
    public TrustReport follow(ServerAddress server, String pem) {
        return report(TrustState.TRUSTED);
    }
}
