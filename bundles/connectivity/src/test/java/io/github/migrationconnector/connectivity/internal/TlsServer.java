package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connectivity.ReachedEndpoint;
import io.github.migrationconnector.api.connectivity.ReachedPeer;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Shows a certificate that keytool made for 127.0.0.1; and a peer that trusts it, or does not. */
final class TlsServer implements AutoCloseable {
    private static final char[] PASSWORD = "test-only".toCharArray();

    private final KeyStore keys;
    private final SSLServerSocket listener;

    TlsServer(Path directory) throws Exception {
        Path store = directory.resolve("keys.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=lab",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        if (keytool.waitFor() != 0) {
            throw new AssertionError(Files.readString(directory.resolve("keytool.log")));
        }
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "test-tls");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                ((SSLSocket) client).startHandshake();
                client.getInputStream().read();
            } catch (IOException gone) {
                // the client's to tell
            }
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** A peer whose login succeeds or fails. */
    ReachedPeer peer(boolean trusts, boolean knowsUs) {
        return new ReachedPeer() {
            @Override
            public SSLSocket tls(Socket connected, ReachedEndpoint endpoint) throws IOException {
                try {
                    SSLContext context = SSLContext.getInstance("TLS");
                    TrustManagerFactory trust =
                            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                    trust.init(trusts ? trusted() : null);
                    context.init(null, trust.getTrustManagers(), null);
                    SSLSocket tls = (SSLSocket)
                            context.getSocketFactory().createSocket(connected, endpoint.host(), endpoint.port(), true);
                    SSLParameters parameters = tls.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    tls.setSSLParameters(parameters);
                    return tls;
                } catch (GeneralSecurityException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public String logIn() {
                if (!knowsUs) {
                    throw Problem.fatal("LOGIN_REFUSED", "who are you?", "Enter the right password.")
                            .asException();
                }
                return "user/test";
            }
        };
    }

    private KeyStore trusted() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", keys.getCertificate("server"));
        return store;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
