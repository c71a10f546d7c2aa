package io.github.migrationconnector.api.trust;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A server's certificate beside what is trusted.
 *
 * @param server which server
 * @param state what came of comparing
 * @param why the state in a sentence
 * @param presented the chain that the server shows, its own certificate first; empty when nobody has looked
 * @param accepted the certificate that was accepted (or the authority that is followed), when its text is known; else empty
 * @param followed whether what was accepted is an authority
 * @param differences between the two certificates, when both are known and differ
 * @param seenAt when the server was looked at
 */
public record TrustReport(
        ServerAddress server,
        TrustState state,
        String why,
        List<ServerCertificate> presented,
        List<ServerCertificate> accepted,
        boolean followed,
        List<TrustDifference> differences,
        Instant seenAt) {
    public TrustReport {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(why, "why");
        presented = List.copyOf(presented);
        accepted = List.copyOf(accepted);
        differences = List.copyOf(differences);
        Objects.requireNonNull(seenAt, "seenAt");
    }
}
