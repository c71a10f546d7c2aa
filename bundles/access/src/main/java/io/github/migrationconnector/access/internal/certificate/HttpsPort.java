package io.github.migrationconnector.access.internal.certificate;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.http.jetty.ConnectorFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reaches the web server's HTTPS port. Felix hands its server to makers of further ports, and to nobody else; so this one makes
 * a port that nobody can come through, and changes the other.
 */
@Component(service = {HttpsPort.class, ConnectorFactory.class})
public final class HttpsPort implements ConnectorFactory {
    private static final Logger log = LoggerFactory.getLogger(HttpsPort.class);

    /** OWASP ASVS 5.0, 3.4.1: at least one year. */
    private static final long YEAR_SECONDS = 365L * 24 * 3600;

    private static final long NEVER = -1;

    private List<ServerConnector> ports = List.of();
    private boolean strictTransport;

    @Activate
    public HttpsPort() {
        // the server comes later
    }

    @Override
    public synchronized Connector createConnector(Server server) {
        List<ServerConnector> secured = new ArrayList<>();
        for (Connector port : server.getConnectors()) {
            if (port instanceof ServerConnector real && port.getConnectionFactory(SslConnectionFactory.class) != null) {
                secured.add(real);
            }
        }
        if (secured.isEmpty()) {
            throw new IllegalStateException("the web server has no HTTPS port");
        }
        ports = List.copyOf(secured);
        customizers().forEach(customizer -> customizer.setSniHostCheck(false));
        applyStrictTransport();
        SslConnectionFactory tls = ports.get(0).getConnectionFactory(SslConnectionFactory.class);
        return new ClosedPort(
                server, ports.get(0), new SslConnectionFactory(tls.getSslContextFactory(), tls.getNextProtocol()));
    }

    /** Whether browsers are told to come by HTTPS only (RFC 6797, section 6.1). */
    public synchronized void strictTransport(boolean strict) {
        strictTransport = strict;
        applyStrictTransport();
    }

    /** Reads the key store again; what is connected stays so. */
    public synchronized void reload() {
        for (ServerConnector port : ports) {
            SslConnectionFactory tls = port.getConnectionFactory(SslConnectionFactory.class);
            try {
                tls.getSslContextFactory().reload(context -> log.info("The HTTPS port shows another certificate"));
            } catch (Exception refused) {
                throw new IllegalStateException("the key store was not taken: " + refused.getMessage(), refused);
            }
        }
    }

    private void applyStrictTransport() {
        customizers().forEach(customizer -> customizer.setStsMaxAge(strictTransport ? YEAR_SECONDS : NEVER));
    }

    /** One each of those that look at what came through TLS. */
    private List<SecureRequestCustomizer> customizers() {
        List<SecureRequestCustomizer> found = new ArrayList<>();
        for (ServerConnector port : ports) {
            HttpConnectionFactory http = port.getConnectionFactory(HttpConnectionFactory.class);
            if (http != null && http.getHttpConfiguration().getCustomizer(SecureRequestCustomizer.class) != null) {
                // names are the guard's to judge: the certificate in force may lack the address that programs here use
                found.add(http.getHttpConfiguration().getCustomizer(SecureRequestCustomizer.class));
            }
        }
        return found;
    }
}
