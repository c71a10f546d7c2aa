package io.github.migrationconnector.api.connectivity;

import javax.net.ssl.SSLEngine;
import org.osgi.annotation.versioning.ConsumerType;

/** What only an adapter knows of its endpoint: whom to trust, and how to log in. */
@ConsumerType
public interface ReachedPeer {
    /**
     * The client's side of a TLS connection, made as the adapter makes its own: with its trust, and with the check of the
     * name in the certificate when it checks it.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException when its trust can't be set up
     */
    SSLEngine tls(String host, int port);

    /**
     * Logs in as the adapter does, and out again; at most one wrong login.
     *
     * @return who or what answered, in a few words
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    String logIn();
}
