package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The last handler of a connection: carries one call after the other. */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {
    /** The handler nearest to the socket; closing there skips TLS's farewell, which could wait for a peer that stalls. */
    static final String NEXT_TO_SOCKET = "idle";

    private static final int INFORMATIONAL = 1;

    private final String where;
    private final Limits limits;
    private final Consumer<Channel> release;
    // null between two calls
    private Exchange exchange;
    private ScheduledFuture<?> deadline;
    private boolean informational;

    /** @param release gives the connection back to its pool, alive or dead */
    Connection(String where, Limits limits, Consumer<Channel> release) {
        this.where = where;
        this.limits = limits;
        this.release = release;
    }

    /** Sends a call; on the event loop. */
    void start(Channel channel, CallUnderWay call) {
        Exchange started = new Exchange(call);
        exchange = started;
        Optional<Problem> aborted = call.bind(channel);
        if (aborted.isPresent()) {
            started.written();
            fail(channel, aborted.get(), new ClosedChannelException());
            return;
        }
        deadline = channel.eventLoop()
                .schedule(
                        () -> fail(channel, Problems.timedOut(where, "the whole call"), new TimeoutException()),
                        limits.call().toMillis(),
                        TimeUnit.MILLISECONDS);
        channel.writeAndFlush(request(call.call())).addListener(write -> {
            started.written();
            if (!write.isSuccess() && !started.decided()) {
                fail(channel, ConnectionFailures.problem(where, write.cause()), write.cause());
            }
            settle(channel, started);
        });
    }

    private static DefaultFullHttpRequest request(HttpCall call) {
        ByteBuf body = Unpooled.wrappedBuffer(call.body());
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(call.method()), call.target(), body);
        call.headers().forEach((name, value) -> request.headers().set(name, value));
        if (body.isReadable()) {
            request.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) throws IOException {
        if (exchange == null || exchange.decided()) {
            abandon(ctx.channel());
            return;
        }
        if (part.decoderResult().isFailure()) {
            Throwable cause = part.decoderResult().cause();
            fail(ctx.channel(), Problems.badAnswer(where, cause.toString()), cause);
            return;
        }
        if (part instanceof HttpResponse response) {
            informational = response.status().code() / 100 == INFORMATIONAL;
            if (!informational) {
                exchange.head(response);
            }
        }
        if (part instanceof HttpContent content && !informational) {
            receive(ctx.channel(), content);
        }
    }

    private void receive(Channel channel, HttpContent content) throws IOException {
        if (!exchange.body(content.content())) {
            fail(channel, Problems.badAnswer(where, "too long a body"), new IOException("too long a body"));
        } else if (content instanceof LastHttpContent && !exchange.whole()) {
            IOException cause = new IOException("too short a body");
            boolean cut = !channel.isActive();
            fail(
                    channel,
                    cut ? Problems.connectionLost(where, cause) : Problems.badAnswer(where, "too short a body"),
                    cause);
        } else if (content instanceof LastHttpContent) {
            exchange.answered();
            if (!exchange.isOver()) {
                // the answer came before the request was sent whole: the rest of it is not read any more
                abandon(channel);
            }
            settle(channel, exchange);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof CallUnderWay.Abort abort && exchange != null && exchange.call() == abort.call()) {
            fail(ctx.channel(), abort.problem(), new ClosedChannelException());
        } else if (event instanceof IdleStateEvent) {
            fail(ctx.channel(), Problems.timedOut(where, "nothing moved"), new TimeoutException());
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            fail(ctx.channel(), ConnectionFailures.problem(where, handshake.cause()), handshake.cause());
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx.channel(), ConnectionFailures.problem(where, cause), cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        ClosedChannelException cause = new ClosedChannelException();
        fail(ctx.channel(), Problems.connectionLost(where, new IOException("closed by the other end")), cause);
        super.channelInactive(ctx);
    }

    /** Ends the connection, and with it the call that it carries, if any. */
    private void fail(Channel channel, Problem problem, Throwable cause) {
        Exchange failing = exchange;
        if (failing != null && !failing.decided()) {
            failing.failed(problem, cause);
        }
        // first the socket, then the answer: after it nobody may read the request's body
        abandon(channel);
        if (failing != null) {
            settle(channel, failing);
        }
    }

    /** Ends a connection without TLS's farewell. */
    static void abandon(Channel channel) {
        ChannelHandlerContext nextToSocket = channel.pipeline().context(NEXT_TO_SOCKET);
        ChannelFuture closing = nextToSocket == null ? channel.close() : nextToSocket.close();
        closing.addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private void settle(Channel channel, Exchange settled) {
        if (exchange != settled || !settled.isOver()) {
            return;
        }
        exchange = null;
        if (deadline != null) {
            deadline.cancel(false);
        }
        if (!settled.reusable()) {
            abandon(channel);
        }
        release.accept(channel);
        settled.tell();
    }
}
