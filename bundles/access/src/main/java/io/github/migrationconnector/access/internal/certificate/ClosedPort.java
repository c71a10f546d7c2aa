package io.github.migrationconnector.access.internal.certificate;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A port that is never opened: nobody comes through, no thread waits. Felix looks at the protocol and the number of each port to
 * say where it serves, so this one bears those of another.
 */
final class ClosedPort extends ServerConnector {
    ClosedPort(Server server, ServerConnector like, ConnectionFactory protocol) {
        super(server, null, null, null, 1, 1, protocol);
        setHost(like.getHost());
        setPort(like.getPort());
    }

    @Override
    public void open() {
        // stays closed
    }

    @Override
    protected void doStart() {
        // nothing to begin
    }

    @Override
    protected void doStop() {
        // nothing was begun
    }
}
