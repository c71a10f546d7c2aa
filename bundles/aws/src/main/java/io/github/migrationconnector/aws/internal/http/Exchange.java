package io.github.migrationconnector.aws.internal.http;

import io.github.migrationconnector.api.problem.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One call on one connection: gathers its answer, and keeps it back until the connection has let go of the request's body.
 * Used on the connection's event loop alone.
 */
final class Exchange {
    /** Error answers are some hundred bytes long. */
    static final int LONGEST_BODY_BYTES = 64 * 1024;

    private static final int OK = 200;

    private final CallUnderWay call;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private final Map<String, String> headers = new HashMap<>();
    private final CompletableFuture<HttpAnswer> outcome = new CompletableFuture<>();
    private int status;
    private boolean keepAlive;
    private boolean written;

    Exchange(CallUnderWay call) {
        this.call = call;
    }

    CallUnderWay call() {
        return call;
    }

    void head(HttpResponse response) {
        status = response.status().code();
        keepAlive = HttpUtil.isKeepAlive(response);
        response.headers()
                .forEach(header -> headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    }

    /** Takes a piece of the answer's body; false when it is more than was to be expected. */
    boolean body(ByteBuf piece) throws IOException {
        ByteBuffer destination = call.call().destination();
        if (intoDestination()) {
            if (piece.readableBytes() > destination.remaining()) {
                return false;
            }
            int end = destination.limit();
            destination.limit(destination.position() + piece.readableBytes());
            piece.readBytes(destination);
            destination.limit(end);
            return true;
        }
        if (body.size() + piece.readableBytes() > LONGEST_BODY_BYTES) {
            return false;
        }
        piece.readBytes(body, piece.readableBytes());
        return true;
    }

    private boolean intoDestination() {
        return status == OK && call.call().destination().capacity() > 0;
    }

    /** Whether the body is as long as it must be. */
    boolean whole() {
        return !intoDestination() || !call.call().destination().hasRemaining();
    }

    /** The answer is there. */
    void answered() {
        outcome.complete(new HttpAnswer(status, Map.copyOf(headers), body.toByteArray()));
    }

    /** There will be no answer. */
    void failed(Problem problem, Throwable cause) {
        outcome.completeExceptionally(problem.asException(cause));
    }

    /** The connection reads the request's body no more. */
    void written() {
        written = true;
    }

    boolean decided() {
        return outcome.isDone();
    }

    boolean isOver() {
        return written && outcome.isDone();
    }

    /** Whether the connection can carry another call. */
    boolean reusable() {
        return keepAlive && !outcome.isCompletedExceptionally();
    }

    /** Gives the outcome to whoever waits; only when it is over. */
    void tell() {
        var unused = outcome.whenComplete((answer, failure) -> {
            if (failure == null) {
                call.answer().complete(answer);
            } else {
                call.answer().completeExceptionally(failure);
            }
        });
    }
}
