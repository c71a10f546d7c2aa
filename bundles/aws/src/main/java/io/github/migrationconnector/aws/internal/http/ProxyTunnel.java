package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Stands before TLS until the proxy has opened the tunnel, then leaves. TLS hears of the connection only then; what is
 * written before waits here.
 */
final class ProxyTunnel extends ChannelDuplexHandler {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final TunnelRequest request;
    private final StringBuilder head = new StringBuilder();
    // null until added
    private PendingWriteQueue waiting;

    ProxyTunnel(ProxySettings proxy, String target) {
        this.request = new TunnelRequest(proxy, target);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        waiting = new PendingWriteQueue(ctx);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        byte[] bytes = request.bytes();
        ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(written -> {
            Arrays.fill(bytes, (byte) 0);
            if (!written.isSuccess()) {
                ctx.fireExceptionCaught(written.cause());
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf part = (ByteBuf) message;
        try {
            // to the byte: what follows the head is TLS's
            while (part.isReadable() && head.indexOf(END_OF_HEAD) < 0) {
                head.append((char) (part.readByte() & 0xff));
                if (head.length() > TunnelRequest.LONGEST_ANSWER) {
                    fail(ctx, Problems.noProxy(request.proxy().address()));
                    return;
                }
            }
            if (head.indexOf(END_OF_HEAD) >= 0) {
                Optional<Problem> refusal = request.refusal(head.toString());
                if (refusal.isPresent()) {
                    fail(ctx, refusal.get());
                } else {
                    open(ctx, part);
                }
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void open(ChannelHandlerContext ctx, ByteBuf rest) {
        ctx.fireChannelActive();
        // in order: whoever writes from here on goes past this handler
        var unused = waiting.removeAndWriteAll();
        ctx.flush();
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest.retainedSlice());
        }
        ctx.pipeline().remove(this);
    }

    private void fail(ChannelHandlerContext ctx, Problem problem) {
        IOException cause = new IOException(problem.message(), problem.asException());
        waiting.removeAndFailAll(cause);
        ctx.fireExceptionCaught(cause);
        var unused = ctx.close();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        waiting.add(message, promise);
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        // what waits goes out with the tunnel
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.removeAndFailAll(new IOException("closed by the proxy"));
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (!waiting.isEmpty()) {
            waiting.removeAndFailAll(new IOException("closed before the proxy answered"));
        }
    }
}
