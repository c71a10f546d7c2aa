package io.github.migrationconnector.api.trust;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Looks at certificates, and ends connections to servers that are no longer believed. */
@ProviderType
public interface ServerCertificates {
    /**
     * The chain that a server shows, its own certificate first; at most ten. Nothing is believed and nothing is sent but TLS's
     * own greeting.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code SERVER_UNREACHABLE}, {@code
     *     SERVER_WITHOUT_TLS}
     */
    List<ServerCertificate> fetch(ServerAddress server);

    /** Reads one certificate in PEM; {@link IllegalArgumentException} when it is none. */
    ServerCertificate read(String pem);

    /** Compares what a server shows with what is trusted; {@code TRUSTED}, or why not. */
    TrustState judge(ServerAddress server, List<ServerCertificate> presented, ServerTrust trust);

    /** Ends every connection to the server at once; new ones are judged anew. */
    void endConnections(ServerAddress server);
}
