package io.github.migrationconnector.access.internal.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real web server, made as Felix makes it. */
class HttpsPortTest {
    private static final MachineNames LOCAL = new MachineNames(List.of("localhost"), List.of("127.0.0.1"));
    private static final MachineNames FOREIGN = new MachineNames(List.of("connector.example"), List.of("127.0.0.1"));

    @TempDir
    private Path directory;

    private final CertificateMaker maker = new CertificateMaker(Clock.systemUTC());
    private final HttpsPort port = new HttpsPort();
    private final Server server = new Server();
    private TlsFiles files;
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        TlsHome home = new TlsHome(directory);
        home.prepare(maker.selfSigned(LOCAL));
        files = home.files();
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStorePath(directory.resolve("keystore.p12").toString());
        context.setKeyStorePassword("open-sesame");
        HttpConfiguration http = new HttpConfiguration();
        http.addCustomizer(new SecureRequestCustomizer());
        connector = new ServerConnector(
                server, new SslConnectionFactory(context, "http/1.1"), new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
        Connector closed = port.createConnector(server);
        server.addConnector(closed);
        closed.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private HttpResponse<String> get(String host, X509Certificate trusted) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        anchors.setCertificateEntry("own", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://" + host + ":" + connector.getLocalPort() + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void newConnectionsSeeTheNewCertificate() throws Exception {
        X509Certificate before = files.held().own();
        assertThat(get("localhost", before).statusCode()).isEqualTo(404);
        files.keep(maker.selfSigned(LOCAL));
        assertThat(get("localhost", before).statusCode()).isEqualTo(404);
        port.reload();
        HttpResponse<String> answer = get("localhost", files.held().own());
        assertThat(answer.sslSession().orElseThrow().getPeerCertificates()[0])
                .isEqualTo(files.held().own())
                .isNotEqualTo(before);
    }

    @Test
    void answersAlsoByAnAddressWhenTheCertificateHasOtherNames() throws Exception {
        files.keep(maker.selfSigned(FOREIGN));
        port.reload();
        assertThat(get("127.0.0.1", files.held().own()).statusCode()).isEqualTo(404);
    }

    @Test
    void strictTransportIsSaidWhenTold() throws Exception {
        X509Certificate own = files.held().own();
        assertThat(get("localhost", own).headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
        port.strictTransport(true);
        assertThat(get("localhost", own).headers().firstValue("Strict-Transport-Security"))
                .contains("max-age=31536000");
        port.strictTransport(false);
        assertThat(get("localhost", own).headers().firstValue("Strict-Transport-Security"))
                .isEmpty();
    }
}
