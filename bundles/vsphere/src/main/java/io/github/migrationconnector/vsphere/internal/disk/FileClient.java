package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.vsphere.internal.session.VcenterSession;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Connections to the datastore browser of one vCenter, kept while they are of use. One reader has one. */
final class FileClient implements AutoCloseable {
    private static final int HTTPS = 443;
    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final int MOST_PIECE_BYTES = 256 << 10;

    private final EventLoopGroup loops;
    private final VcenterSession session;
    private final Limits limits;
    private final String host;
    private final int port;
    private final Deque<FileConnection> free = new ArrayDeque<>();
    private final Set<Channel> open = new HashSet<>();
    private final Runnable breakOff = this::endConnections;
    private boolean closed;

    /**
     * What a connection may take.
     *
     * @param connect until it stands, TLS included
     * @param silence the longest pause between two bytes
     * @param firstPause before a request is made again; doubles with each failure in a row
     */
    record Limits(Duration connect, Duration silence, Duration firstPause) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(15), Duration.ofSeconds(60), Patience.USUAL_PAUSE);
    }

    FileClient(EventLoopGroup loops, VcenterSession session, Limits limits) {
        this.loops = loops;
        this.session = session;
        this.limits = limits;
        URI sdk = session.endpoint().sdk();
        this.host = sdk.getHost();
        this.port = sdk.getPort() < 0 ? HTTPS : sdk.getPort();
        session.trust().whenBroken(breakOff);
    }

    VcenterSession session() {
        return session;
    }

    /** For one request, and those made again for it. */
    Patience patience() {
        return new Patience(Patience.USUAL_FAILURES, limits.firstPause());
    }

    /** What a request's Host header says. */
    String authority() {
        return port == HTTPS ? host : host + ":" + port;
    }

    /** Sends a request; the exchange hears of all that comes of it. */
    void begin(FileExchange exchange, FileProblems problems) {
        FileConnection.Asked asked = new FileConnection.Asked(exchange, problems);
        Optional<FileConnection> kept = take();
        if (kept.isPresent()) {
            kept.get().begin(asked);
        } else {
            connect(new FileConnection(session.trust(), asked, this::giveBack));
        }
    }

    private void connect(FileConnection connection) {
        ChannelInitializer<Channel> pipeline = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                SslHandler tls = new SslHandler(session.trust().clientEngine(host, port));
                tls.setHandshakeTimeoutMillis(limits.connect().toMillis());
                channel.pipeline()
                        .addLast(tls)
                        .addLast(new IdleStateHandler(limits.silence().toMillis(), 0, 0, TimeUnit.MILLISECONDS))
                        .addLast(new HttpClientCodec(MOST_LINE_BYTES, MOST_HEADER_BYTES, MOST_PIECE_BYTES))
                        .addLast(connection);
            }
        };
        ChannelFuture connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(pipeline)
                .connect(host, port);
        remember(connecting.channel());
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                connection.notConnected(connected.cause());
            }
        });
    }

    private synchronized Optional<FileConnection> take() {
        while (!free.isEmpty()) {
            FileConnection connection = free.pop();
            if (connection.isOpen()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    private synchronized void giveBack(FileConnection connection) {
        if (closed) {
            connection.close();
        } else {
            free.push(connection);
        }
    }

    private void remember(Channel channel) {
        boolean late;
        synchronized (this) {
            late = closed;
            open.add(channel);
        }
        channel.closeFuture().addListener(gone -> forget(channel));
        if (late) {
            end(channel);
        }
    }

    private synchronized void forget(Channel channel) {
        open.remove(channel);
    }

    /** The server is no longer believed: the connections go, new ones are judged anew. */
    private void endConnections() {
        Set<Channel> all;
        synchronized (this) {
            all = Set.copyOf(open);
            free.clear();
        }
        all.forEach(FileClient::end);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        session.trust().noLonger(breakOff);
        Set<Channel> all;
        synchronized (this) {
            closed = true;
            all = Set.copyOf(open);
            free.clear();
        }
        all.forEach(FileClient::end);
    }

    private static void end(Channel channel) {
        // nobody waits for it: what still arrives is released
        ChannelFuture unused = channel.close();
    }
}
