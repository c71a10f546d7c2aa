package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.aws.internal.http.Authorities;
import io.github.migrationconnector.aws.internal.http.TunnelSocketFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Proxy;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Carries the SDK's calls through a proxy, login included: which the SDK's own client for HttpsURLConnection can't, since the
 * JDK drops the login of a tunnel. Calls here are small, so bodies are kept whole. The JDK keeps the connections.
 */
final class TunneledHttpClient implements SdkHttpClient {
    private static final int FIRST_ERROR = 400;

    private final TunnelSocketFactory sockets;
    private final Duration connect;
    private final Duration read;

    TunneledHttpClient(ProxySettings proxy, Authorities authorities, Duration connect, Duration read) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authorities.trustManagers(), null);
            this.sockets = new TunnelSocketFactory(proxy, context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's TLS can't be set up", e);
        }
        this.connect = connect;
        this.read = read;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Call(request);
    }

    @Override
    public String clientName() {
        return "Tunneled";
    }

    @Override
    public void close() {
        // the JDK closes idle connections by itself
    }

    private final class Call implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        // null until called
        private volatile HttpsURLConnection connection;

        Call(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            SdkHttpRequest wanted = request.httpRequest();
            HttpsURLConnection opened =
                    (HttpsURLConnection) wanted.getUri().toURL().openConnection(Proxy.NO_PROXY);
            connection = opened;
            opened.setSSLSocketFactory(sockets);
            opened.setConnectTimeout((int) connect.toMillis());
            opened.setReadTimeout((int) read.toMillis());
            opened.setInstanceFollowRedirects(false);
            opened.setUseCaches(false);
            opened.setRequestMethod(wanted.method().name());
            wanted.forEachHeader((name, values) -> values.forEach(value -> opened.addRequestProperty(name, value)));
            Optional<ContentStreamProvider> body = request.contentStreamProvider();
            if (body.isPresent()) {
                opened.setDoOutput(true);
                try (OutputStream out = opened.getOutputStream();
                        InputStream in = body.get().newStream()) {
                    in.transferTo(out);
                }
            }
            return answer(opened);
        }

        private HttpExecuteResponse answer(HttpsURLConnection answered) throws IOException {
            int status = answered.getResponseCode();
            InputStream body = status >= FIRST_ERROR ? answered.getErrorStream() : answered.getInputStream();
            SdkHttpResponse.Builder head = SdkHttpResponse.builder()
                    .statusCode(status)
                    .statusText(
                            Optional.ofNullable(answered.getResponseMessage()).orElse(""));
            answered.getHeaderFields().forEach((name, values) -> {
                // the status line comes without a name
                if (name != null) {
                    head.putHeader(name, values);
                }
            });
            HttpExecuteResponse.Builder response = HttpExecuteResponse.builder().response(head.build());
            if (body != null) {
                response.responseBody(AbortableInputStream.create(body));
            }
            return response.build();
        }

        @Override
        public void abort() {
            HttpsURLConnection opened = connection;
            if (opened != null) {
                opened.disconnect();
            }
        }
    }
}
