package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.trust.ServerAddress;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.trust.TrustReport;
import io.github.migrationconnector.api.trust.TrustState;
import java.time.Instant;
import java.util.List;

/** One server, whose certificate was changed. */
public final class FakeTrust implements Trust {
    public static final ServerAddress SERVER = new ServerAddress("vcenter.example", 443);
    public static final ServerCertificate OLD = certificate("CN=old", 'a');
    public static final ServerCertificate NEW = certificate("CN=<b>new</b>", 'b');
    public ServerCertificate accepted = OLD;
    public boolean followed;

    @Override
    public List<TrustReport> servers() {
        TrustState state = accepted.equals(NEW) ? TrustState.TRUSTED : TrustState.CHANGED;
        return List.of(new TrustReport(
                SERVER, state, "why", List.of(NEW, OLD), List.of(accepted), followed, List.of(), Instant.now()));
    }

    @Override
    public List<TrustReport> pending() {
        return servers();
    }

    @Override
    public TrustReport fetch(ServerAddress server) {
        return servers().get(0);
    }

    @Override
    public TrustReport accept(ServerAddress server, String sha256) {
        if (server.equals(SERVER) && sha256.equals(NEW.sha256())) {
            accepted = NEW;
        }
        return servers().get(0);
    }

    @Override
    public TrustReport follow(ServerAddress server, String pem) {
        followed = true;
        return servers().get(0);
    }

    private static ServerCertificate certificate(String subject, char digit) {
        return new ServerCertificate(
                subject,
                "CN=issuer",
                List.of("dns:vcenter.example"),
                Instant.EPOCH.plusSeconds(1),
                Instant.parse("2030-01-01T00:00:00Z"),
                String.valueOf(digit).repeat(64),
                false,
                "pem");
    }
}
