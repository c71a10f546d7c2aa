package io.github.migrationconnector.vsphere.internal.disk;

import io.github.migrationconnector.vsphere.internal.soap.PeerTrust;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;

/** One connection, with one exchange at a time. All of it runs on the channel's event loop, but for {@link #begin}. */
final class FileConnection extends ChannelInboundHandlerAdapter {
    private final PeerTrust trust;
    private final Consumer<FileConnection> whenFree;
    private Optional<FileExchange> current;
    private FileProblems problems;
    private boolean keep;
    private volatile Optional<Channel> channel = Optional.empty();

    /**
     * @param trust checked once TLS has shaken hands, before anything is sent
     * @param first begins as soon as it may
     * @param whenFree takes the connection when it can take another exchange
     */
    FileConnection(PeerTrust trust, Asked first, Consumer<FileConnection> whenFree) {
        this.trust = trust;
        this.current = Optional.of(first.exchange());
        this.problems = first.problems();
        this.whenFree = whenFree;
    }

    /** An exchange, and how its failures are told. */
    record Asked(FileExchange exchange, FileProblems problems) {}

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = Optional.of(context.channel());
    }

    /** Begins another exchange on a free connection. */
    void begin(Asked asked) {
        Channel ready = channel.orElseThrow();
        ready.eventLoop().execute(() -> {
            problems = asked.problems();
            current = Optional.of(asked.exchange());
            if (ready.isActive()) {
                send();
            } else {
                fail(problems.broken(new IOException("the connection was closed while nothing was asked")));
            }
        });
    }

    private void send() {
        FileProblems how = problems;
        current.ifPresent(exchange -> channel.orElseThrow()
                .writeAndFlush(exchange.request())
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        fail(how.broken(sent.cause()));
                    }
                }));
    }

    boolean isOpen() {
        return channel.filter(Channel::isActive).isPresent();
    }

    void close() {
        channel.ifPresent(open -> {
            // nobody waits for it: what still arrives is released
            ChannelFuture unused = open.close();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (current.isEmpty()) {
            ReferenceCountUtil.release(message);
            close();
            return;
        }
        FileExchange exchange = current.get();
        Optional<FileProblem> problem = take(exchange, message);
        if (problem.isPresent()) {
            fail(problem.get());
        } else if (message instanceof LastHttpContent) {
            // also when its maker was content with the bytes and has gone already
            current = Optional.empty();
            // free before the exchange's maker hears of it, so that it finds a connection for the next one
            if (keep && isOpen()) {
                whenFree.accept(this);
            } else {
                close();
            }
            exchange.end();
        } else if (exchange.abandoned()) {
            current = Optional.empty();
            close();
        }
    }

    private Optional<FileProblem> take(FileExchange exchange, Object message) {
        if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            return Optional.of(problems.misfit("is not HTTP"));
        }
        Optional<FileProblem> problem = Optional.empty();
        if (message instanceof HttpResponse head) {
            keep = HttpUtil.isKeepAlive(head);
            problem = exchange.head(head);
        }
        if (message instanceof HttpContent content) {
            ByteBuf bytes = content.content();
            if (problem.isPresent() || !bytes.isReadable()) {
                bytes.release();
            } else {
                problem = exchange.bytes(bytes);
            }
        }
        return problem;
    }

    /** Ends the exchange that is under way, if any, and the connection. */
    void fail(FileProblem problem) {
        Optional<FileExchange> failed = current;
        current = Optional.empty();
        close();
        failed.ifPresent(exchange -> exchange.failed(problem));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(problems.broken(new IOException("the connection broke")));
    }

    /** The connection could not be made. */
    void notConnected(Throwable cause) {
        fail(problems.broken(cause));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            fail(problems.broken(new SocketTimeoutException("no byte came in time")));
        } else if (event instanceof SslHandshakeCompletionEvent shaken) {
            secured(context, shaken);
        }
    }

    private void secured(ChannelHandlerContext context, SslHandshakeCompletionEvent shaken) {
        if (!shaken.isSuccess()) {
            fail(problems.broken(shaken.cause()));
            return;
        }
        try {
            trust.check(context.pipeline().get(SslHandler.class).engine().getSession());
            send();
        } catch (CertificateException | SSLPeerUnverifiedException e) {
            fail(problems.broken(e));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(problems.broken(cause));
    }
}
