package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.ChannelHealthChecker;
import io.netty.channel.pool.FixedChannelPool;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** The connections to one endpoint. */
final class ConnectionPool implements AutoCloseable {
    private static final int LONGEST_LINE_BYTES = 4096;
    private static final int LONGEST_HEADERS_BYTES = 16 * 1024;
    private static final int PIECE_BYTES = 64 * 1024;
    // callers bound what they send at once; this bounds a mistake
    private static final int MOST_WAITING = 100_000;

    private final Endpoint endpoint;
    private final Limits limits;
    private final SslContext tls;
    private final FixedChannelPool pool;
    private final Set<Future<Channel>> acquiring = ConcurrentHashMap.newKeySet();
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile Optional<Future<Void>> closing = Optional.empty();

    ConnectionPool(Endpoint endpoint, Limits limits, EventLoopGroup loops, Names names) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.tls = tls(endpoint.authorities());
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .resolver(names)
                .remoteAddress(nearest(endpoint))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis());
        this.pool = new FixedChannelPool(
                bootstrap,
                new Pipeline(),
                ChannelHealthChecker.ACTIVE,
                FixedChannelPool.AcquireTimeoutAction.FAIL,
                limits.call().toMillis(),
                limits.connections(),
                MOST_WAITING);
    }

    private static InetSocketAddress nearest(Endpoint endpoint) {
        ProxySettings proxy = endpoint.proxy();
        return proxy.isNone()
                ? InetSocketAddress.createUnresolved(endpoint.address(), endpoint.port())
                : InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
    }

    private static SslContext tls(Authorities authorities) {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
            for (TrustManager manager : authorities.trustManagers()) {
                builder.trustManager(manager);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK's TLS can't be set up", e);
        }
    }

    Future<Channel> acquire() {
        Future<Channel> acquired = pool.acquire();
        acquiring.add(acquired);
        return acquired.addListener(over -> acquiring.remove(acquired));
    }

    /** Sends a call over a connection that was acquired; it is given back when the call is over. */
    void start(Channel channel, CallUnderWay call) {
        try {
            channel.eventLoop().execute(() -> {
                Connection connection = channel.pipeline().get(Connection.class);
                if (connection == null) {
                    // closed since it was acquired
                    release(channel);
                    ClosedChannelException cause = new ClosedChannelException();
                    call.failUnbound(Problems.connectionLost(endpoint.toString(), cause), cause);
                } else {
                    connection.start(channel, call);
                }
            });
        } catch (RejectedExecutionException e) {
            call.failUnbound(Problems.stopping(), e);
        }
    }

    private void release(Channel channel) {
        if (closed) {
            // the loop that the pool tells its news may have ended before the channel's own
            var unused = channel.close();
        } else {
            var unused = pool.release(channel);
        }
    }

    /** Ends every connection, also those that are being made. */
    @Override
    public void close() {
        closed = true;
        open.forEach(Connection::abandon);
        closing = Optional.of(pool.closeAsync());
    }

    /** Whether nothing is under way any more that one event loop would tell another. */
    boolean isQuiet() {
        return acquiring.isEmpty() && open.isEmpty() && closing.stream().allMatch(Future::isDone);
    }

    private final class Pipeline extends AbstractChannelPoolHandler {
        @Override
        public void channelCreated(Channel channel) {
            open.add(channel);
            channel.closeFuture().addListener(gone -> open.remove(channel));
            ChannelPipeline pipeline = channel.pipeline();
            long idle = limits.idle().toMillis();
            pipeline.addLast(Connection.NEXT_TO_SOCKET, new IdleStateHandler(true, 0, 0, idle, TimeUnit.MILLISECONDS));
            if (!endpoint.proxy().isNone()) {
                pipeline.addLast("tunnel", new ProxyTunnel(endpoint.proxy(), endpoint.host() + ":" + endpoint.port()));
            }
            pipeline.addLast("tls", tlsHandler(channel));
            pipeline.addLast(
                    "http", new HttpClientCodec(LONGEST_LINE_BYTES, LONGEST_HEADERS_BYTES, PIECE_BYTES, false));
            pipeline.addLast("calls", new Connection(endpoint.toString(), limits, ConnectionPool.this::release));
            if (closed) {
                // begun before the end, and made after it
                Connection.abandon(channel);
            }
        }

        private SslHandler tlsHandler(Channel channel) {
            SslHandler handler = tls.newHandler(channel.alloc(), endpoint.address(), endpoint.port());
            SSLParameters parameters = handler.engine().getSSLParameters();
            // the name in the certificate is checked, always
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            handler.setHandshakeTimeoutMillis(limits.connect().toMillis());
            return handler;
        }
    }
}
