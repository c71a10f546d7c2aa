package io.github.migrationconnector.autoupgrade.internal.source;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** A repository behind HTTPS: each file by its path below one URL. Redirects are not followed. */
final class HttpsRepository implements Repository {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    /** Until the last of the headers: each of their bytes comes in time for its read, and they would never end. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final URI base;
    private final SSLSocketFactory sockets;
    private final ProxySettings proxy;
    private final Duration answerLimit;

    /**
     * Makes one.
     *
     * @param base ends with a slash
     * @param proxy what leads out
     */
    HttpsRepository(URI base, SSLSocketFactory sockets, ProxySettings proxy) {
        this(base, sockets, proxy, ANSWER_LIMIT);
    }

    /** One that waits for an answer's beginning as long as is said. */
    HttpsRepository(URI base, SSLSocketFactory sockets, ProxySettings proxy, Duration answerLimit) {
        this.base = base;
        this.sockets = sockets;
        this.proxy = proxy.towards(base.getHost());
        this.answerLimit = answerLimit;
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        URLConnection opened = base.resolve(path).toURL().openConnection(way());
        if (!(opened instanceof HttpsURLConnection connection)) {
            throw new IOException("not HTTPS: " + base);
        }
        if (!proxy.user().isEmpty()) {
            connection.setAuthenticator(new ProxyLogin(proxy));
        }
        connection.setSSLSocketFactory(sockets);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
        connection.setReadTimeout((int) READ_LIMIT.toMillis());
        connection.setUseCaches(false);
        int status = status(connection);
        return switch (status) {
            case 200 -> Optional.of(new PacedInput(connection.getInputStream(), System::nanoTime));
            // some stores of files answer 403 for what is not there
            case 403, 404 -> Optional.empty();
            default -> throw new IOException(base.resolve(path) + " answers with status " + status);
        };
    }

    /** Of a connection that is not begun yet: its handshakes count too. */
    private int status(HttpsURLConnection connection) throws IOException {
        FutureTask<Integer> answer = new FutureTask<>(connection::getResponseCode);
        Thread thread = new Thread(answer, "upgrade-channel");
        thread.setDaemon(true);
        thread.start();
        try {
            return answer.get(answerLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            connection.disconnect();
            throw new IOException(
                    connection.getURL() + " gives no whole answer within " + answerLimit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            connection.disconnect();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + connection.getURL());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private Proxy way() {
        return proxy.isNone()
                ? Proxy.NO_PROXY
                : new Proxy(
                        Proxy.Type.HTTP, new InetSocketAddress(proxy.host().replaceAll("[\\[\\]]", ""), proxy.port()));
    }

    @Override
    public void close() {
        // each file has a connection of its own, which its reader closes
    }
}
