package io.github.migrationconnector.vsphere.internal.disk;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks for one range and keeps what has come of it until it is taken. Source: RFC 9110, section 14 (range requests): the
 * answer must be 206 with exactly the range that was asked for.
 */
final class RangeExchange implements FileExchange {
    private static final int PARTIAL_CONTENT = 206;
    private static final int OK = 200;
    /** A server that lets a byte come now and then keeps a connection busy, but not for ever. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final FileRange range;
    private final HttpRequest request;
    private final FileProblems problems;

    private final long deadlineNanos = System.nanoTime() + LONGEST.toNanos();
    private final Deque<ByteBuf> arrived = new ArrayDeque<>();
    private long missingBytes;
    private boolean ended;
    private boolean abandoned;
    private Optional<FileProblem> problem = Optional.empty();

    /**
     * Makes one.
     *
     * @param cookie the session's
     */
    RangeExchange(FileRange range, FileTarget target, String cookie, FileProblems problems) {
        this.range = range;
        this.problems = problems;
        this.missingBytes = range.bytes().lengthBytes();
        this.request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target.pathAndQuery());
        request.headers()
                .set(HttpHeaderNames.HOST, target.authority())
                .set(HttpHeaderNames.COOKIE, cookie)
                .set(
                        HttpHeaderNames.RANGE,
                        "bytes=" + range.bytes().offsetBytes() + "-"
                                + (range.bytes().endBytes() - 1));
    }

    /**
     * Where a request goes.
     *
     * @param authority host and port
     * @param pathAndQuery of the file
     */
    record FileTarget(String authority, String pathAndQuery) {}

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public Optional<FileProblem> head(HttpResponse head) {
        int status = head.status().code();
        if (status == OK) {
            return Optional.of(problems.misfit("ignores that a range was asked for"));
        }
        if (status != PARTIAL_CONTENT) {
            return Optional.of(problems.status(status));
        }
        if (head.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            return Optional.of(problems.misfit("is packed"));
        }
        String said = head.headers().get(HttpHeaderNames.CONTENT_RANGE, "");
        Matcher numbers = CONTENT_RANGE.matcher(said);
        if (!numbers.matches()
                || Long.parseLong(numbers.group(1)) != range.bytes().offsetBytes()
                || Long.parseLong(numbers.group(2)) != range.bytes().endBytes() - 1) {
            return Optional.of(problems.misfit("has another range than was asked for: " + said));
        }
        long size = Long.parseLong(numbers.group(3));
        if (size != range.sizeBytes()) {
            return Optional.of(problems.resized(range.sizeBytes(), size));
        }
        String length = head.headers()
                .get(HttpHeaderNames.CONTENT_LENGTH, Long.toString(range.bytes().lengthBytes()));
        return length.equals(Long.toString(range.bytes().lengthBytes()))
                ? Optional.empty()
                : Optional.of(problems.misfit(
                        "has " + length + " bytes, not " + range.bytes().lengthBytes()));
    }

    @Override
    public synchronized Optional<FileProblem> bytes(ByteBuf bytes) {
        missingBytes -= bytes.readableBytes();
        if (abandoned || missingBytes < 0) {
            bytes.release();
            return missingBytes < 0 ? Optional.of(problems.misfit("has too many bytes")) : Optional.empty();
        }
        arrived.add(bytes);
        notifyAll();
        return Optional.empty();
    }

    @Override
    public synchronized void end() {
        if (missingBytes > 0) {
            problem = Optional.of(problems.misfit("lacks " + missingBytes + " bytes"));
        }
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void failed(FileProblem how) {
        if (!ended) {
            problem = Optional.of(how);
            ended = true;
            notifyAll();
        }
    }

    @Override
    public synchronized boolean abandoned() {
        return abandoned;
    }

    /**
     * Waits for something to have come.
     *
     * @return false when nothing more will come
     */
    synchronized boolean await() throws InterruptedException {
        while (arrived.isEmpty() && !ended) {
            TimeUnit.SECONDS.timedWait(this, 1);
            if (System.nanoTime() - deadlineNanos > 0) {
                failed(problems.broken(new SocketTimeoutException("the range took too long")));
            }
        }
        return !arrived.isEmpty();
    }

    /** Moves bytes that have come into a buffer, at most as many as it has room for; returns how many. */
    synchronized int take(ByteBuffer room) {
        ByteBuf first = arrived.getFirst();
        int count = Math.min(first.readableBytes(), room.remaining());
        ByteBuffer window = room.slice(room.position(), count);
        first.readBytes(window);
        room.position(room.position() + count);
        if (!first.isReadable()) {
            arrived.removeFirst().release();
        }
        return count;
    }

    /** Why nothing more will come, though more is wanted. */
    synchronized FileProblem whyEnded() {
        return problem.orElseGet(() -> problems.misfit("ended early"));
    }

    /** Gives back what has come, and takes no more. */
    synchronized void abandon() {
        abandoned = true;
        arrived.forEach(ByteBuf::release);
        arrived.clear();
    }
}
