package io.github.migrationconnector.vsphere.internal.fake;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves ranges of one file, and spoils some of its answers. */
public final class RangeFake implements HttpsFake.Answering {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final byte[] content;
    private final AtomicInteger spoilt = new AtomicInteger();
    private volatile int toSpoil;
    private volatile boolean onlyTheBeginning;
    private volatile Spoiling spoiling = (request, answer) -> answer;

    /** Turns a right answer into a wrong one. */
    public interface Spoiling {
        HttpsFake.Reply of(HttpsFake.Request request, HttpsFake.Reply.Answer answer);
    }

    public RangeFake(byte[] content) {
        this.content = content;
    }

    /** Spoils the next answers. */
    public void spoil(int answers, Spoiling how) {
        spoiling = how;
        spoilt.set(0);
        toSpoil = answers;
    }

    /** Spoils the next answer with the file's first byte. */
    public void spoilTheBeginning(Spoiling how) {
        onlyTheBeginning = true;
        spoil(1, how);
    }

    /** How many were spoilt. */
    public int spoilt() {
        return Math.min(spoilt.get(), toSpoil);
    }

    @Override
    public HttpsFake.Reply to(HttpsFake.Request request) {
        Matcher range = RANGE.matcher(request.header("range"));
        if (!range.matches()) {
            return HttpsFake.answer(400, "");
        }
        int from = Integer.parseInt(range.group(1));
        int to = Integer.parseInt(range.group(2));
        HttpsFake.Reply.Answer right = partial(from, to, content.length, Arrays.copyOfRange(content, from, to + 1));
        if (onlyTheBeginning && from > 0) {
            return right;
        }
        return spoilt.incrementAndGet() <= toSpoil ? spoiling.of(request, right) : right;
    }

    /** An answer with a range. */
    public static HttpsFake.Reply.Answer partial(long from, long to, long size, byte[] bytes) {
        return new HttpsFake.Reply.Answer(206, Map.of("Content-Range", "bytes " + from + "-" + to + "/" + size), bytes);
    }
}
