package io.github.migrationconnector.api.trust;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which servers the connector believes. While a server shows what is not trusted, nothing is sent to it: calls fail with
 * {@code VCENTER_CERTIFICATE_CHANGED}, to be made again on resume, and work goes on by itself after {@link #accept}.
 */
@ProviderType
public interface Trust {
    /** The servers that the connector talks to, each as it was last seen; fetches nothing. */
    List<TrustReport> servers();

    /** Those among them that show what is not trusted: each waits for an administrator. */
    List<TrustReport> pending();

    /**
     * Looks at the certificate that a server shows now, without believing it; nothing secret is sent. Any server may be
     * looked at.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code SERVER_UNREACHABLE}, {@code
     *     SERVER_WITHOUT_TLS}
     */
    TrustReport fetch(ServerAddress server);

    /**
     * Trusts the certificate that a server of ours shows now, from now on and alone.
     *
     * @param sha256 its fingerprint as the administrator compared it; 64 hex digits, colons and case do not matter
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code TRUST_FINGERPRINT_DIFFERS} when the server
     *     shows another one by now, {@code TRUST_SERVER_UNKNOWN}, {@code TRUST_FINGERPRINT_INVALID}
     */
    TrustReport accept(ServerAddress server, String sha256);

    /**
     * Trusts whatever an authority issues for a server of ours, if what it shows now passes.
     *
     * @param pem one certificate of an authority; empty for the one in the shown chain that issued the rest of it
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code TRUST_AUTHORITY_UNFIT} when it is no
     *     authority, or what the server shows does not pass: with the reason
     */
    TrustReport follow(ServerAddress server, String pem);
}
