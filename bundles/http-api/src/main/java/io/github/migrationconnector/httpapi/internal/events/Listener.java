package io.github.migrationconnector.httpapi.internal.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One client that listens. It is written to without waiting (Jakarta Servlet 6, section 3.6), so that a slow one holds up
 * nobody; one that is far behind is let go, and comes back by itself with what it has seen last.
 */
final class Listener implements WriteListener {
    private static final int MOST_WAITING = 2000;

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private long behind;
    private boolean begun;
    private boolean ended;

    Listener(AsyncContext context, long behind) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
        this.behind = behind;
    }

    /** Begins to write, from the container's thread that let it in; what is sent before waits until then. */
    synchronized void begin() {
        if (!ended) {
            begun = true;
            out.setWriteListener(this);
        }
    }

    /** The number of the last event that was meant for it. */
    synchronized long behind() {
        return behind;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Sends a text when the client can take it, and notes up to which event it has been told. */
    void send(String text, long number) {
        synchronized (this) {
            if (ended) {
                return;
            }
            if (waiting.size() >= MOST_WAITING) {
                end();
                return;
            }
            waiting.add(text.getBytes(StandardCharsets.UTF_8));
            behind = Math.max(behind, number);
        }
        write();
    }

    @Override
    public void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable cause) {
        end();
    }

    private synchronized void write() {
        try {
            while (begun && !ended && out.isReady()) {
                byte[] next = waiting.poll();
                if (next == null) {
                    return;
                }
                out.write(next);
                if (waiting.isEmpty() && out.isReady()) {
                    out.flush();
                }
            }
        } catch (IOException | IllegalStateException e) {
            // the client is gone
            end();
        }
    }

    synchronized void end() {
        if (!ended) {
            ended = true;
            waiting.clear();
            try {
                context.complete();
            } catch (IllegalStateException e) {
                // the container was faster
                ended = true;
            }
        }
    }
}
