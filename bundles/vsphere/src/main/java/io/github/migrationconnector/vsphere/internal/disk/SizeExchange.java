package io.github.migrationconnector.vsphere.internal.disk;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks how long a file is, by HEAD. */
final class SizeExchange implements FileExchange {
    private static final int OK = 200;

    private final HttpRequest request;
    private final FileProblems problems;
    private boolean ended;
    private long sizeBytes;
    private Optional<FileProblem> problem = Optional.empty();

    SizeExchange(RangeExchange.FileTarget target, String cookie, FileProblems problems) {
        this.problems = problems;
        this.request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.HEAD, target.pathAndQuery());
        request.headers().set(HttpHeaderNames.HOST, target.authority()).set(HttpHeaderNames.COOKIE, cookie);
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public synchronized Optional<FileProblem> head(HttpResponse head) {
        if (head.status().code() != OK) {
            return Optional.of(problems.status(head.status().code()));
        }
        String length = head.headers().get(HttpHeaderNames.CONTENT_LENGTH, "");
        if (!length.matches("\\d{1,18}")) {
            return Optional.of(problems.misfit("does not tell the file's length"));
        }
        sizeBytes = Long.parseLong(length);
        return Optional.empty();
    }

    @Override
    public Optional<FileProblem> bytes(ByteBuf bytes) {
        bytes.release();
        return Optional.empty();
    }

    @Override
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized void failed(FileProblem how) {
        problem = Optional.of(how);
        ended = true;
        notifyAll();
    }

    @Override
    public boolean abandoned() {
        return false;
    }

    /** Waits for the answer; empty when it came. */
    synchronized Optional<FileProblem> await() throws InterruptedException {
        while (!ended) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        return problem;
    }

    synchronized long sizeBytes() {
        return sizeBytes;
    }
}
