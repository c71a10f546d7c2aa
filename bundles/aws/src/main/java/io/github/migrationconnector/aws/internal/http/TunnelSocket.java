package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A socket that is connected through a proxy's tunnel. A name that it is to reach is left to the proxy to look up. */
final class TunnelSocket extends Socket {
    private final ProxySettings proxy;

    TunnelSocket(ProxySettings proxy) {
        this.proxy = proxy;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        InetSocketAddress target = (InetSocketAddress) endpoint;
        super.connect(new InetSocketAddress(proxy.host(), proxy.port()), timeoutMillis);
        setSoTimeout(timeoutMillis);
        String host = target.getHostString();
        String shown = host.contains(":") ? "[" + host + "]" : host;
        TunnelRequest request = new TunnelRequest(proxy, shown + ":" + target.getPort());
        byte[] bytes = request.bytes();
        getOutputStream().write(bytes);
        getOutputStream().flush();
        Arrays.fill(bytes, (byte) 0);
        Optional<Problem> refusal = request.refusal(head());
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
        setSoTimeout(0);
    }

    /** To the byte: what follows is TLS's. */
    private String head() throws IOException {
        InputStream in = getInputStream();
        byte[] head = new byte[TunnelRequest.LONGEST_ANSWER];
        int length = 0;
        while (!ended(head, length)) {
            int next = length < head.length ? in.read() : -1;
            if (next < 0) {
                throw refused(Problems.noProxy(proxy.address()));
            }
            head[length++] = (byte) next;
        }
        return new String(head, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean ended(byte[] head, int length) {
        return length >= 4
                && head[length - 4] == '\r'
                && head[length - 3] == '\n'
                && head[length - 2] == '\r'
                && head[length - 1] == '\n';
    }

    private IOException refused(Problem problem) throws IOException {
        close();
        return new IOException(problem.message(), problem.asException());
    }
}
