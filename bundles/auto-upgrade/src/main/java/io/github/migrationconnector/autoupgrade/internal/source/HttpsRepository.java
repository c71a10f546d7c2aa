package io.github.migrationconnector.autoupgrade.internal.source;

import io.github.migrationconnector.autoupgrade.internal.tuf.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** A repository behind HTTPS: each file by its path below one URL. Redirects are not followed. */
final class HttpsRepository implements Repository {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final URI base;
    private final SSLSocketFactory sockets;

    /**
     * Makes one.
     *
     * @param base ends with a slash
     */
    HttpsRepository(URI base, SSLSocketFactory sockets) {
        this.base = base;
        this.sockets = sockets;
    }

    @Override
    public Optional<InputStream> open(String path) throws IOException {
        URLConnection opened = base.resolve(path).toURL().openConnection();
        if (!(opened instanceof HttpsURLConnection connection)) {
            throw new IOException("not HTTPS: " + base);
        }
        connection.setSSLSocketFactory(sockets);
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
        connection.setReadTimeout((int) READ_LIMIT.toMillis());
        connection.setUseCaches(false);
        int status = connection.getResponseCode();
        return switch (status) {
            case 200 -> Optional.of(connection.getInputStream());
            // some stores of files answer 403 for what is not there
            case 403, 404 -> Optional.empty();
            default -> throw new IOException(base.resolve(path) + " answers with status " + status);
        };
    }

    @Override
    public void close() {
        // each file has a connection of its own, which its reader closes
    }
}
