package io.github.migrationconnector.api.connectivity;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.osgi.annotation.versioning.ConsumerType;

/** What only an adapter knows of its endpoint: whom to trust, and how to log in. */
@ConsumerType
public interface ReachedPeer {
    /**
     * Lays TLS over a connection as the adapter does over its own, with its trust, and with the check of the name in the
     * certificate when it checks it. The handshake is the caller's to make; closing the result closes the connection.
     *
     * @throws IOException when the connection is of no use
     * @throws io.github.migrationconnector.api.problem.ConnectorException when its trust can't be set up
     */
    SSLSocket tls(Socket connected, ReachedEndpoint endpoint) throws IOException;

    /**
     * Why the handshake failed, when only the adapter can tell: it pins a certificate, for example.
     *
     * @return empty to leave it to whoever walks
     */
    default Optional<Problem> why(IOException failure) {
        return Optional.empty();
    }

    /**
     * Logs in as the adapter does, and out again; at most one wrong login.
     *
     * @return who or what answered, in a few words
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    String logIn();
}
