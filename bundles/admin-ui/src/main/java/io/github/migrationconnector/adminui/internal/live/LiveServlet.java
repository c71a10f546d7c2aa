package io.github.migrationconnector.adminui.internal.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /ui/live}: the state of the runs as server-sent events (WHATWG HTML, 9.2), one a second, for whoever is logged in.
 * A reader that is slow misses some; each event is the whole state, so nothing is lost by that.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=" + LiveServlet.PATH,
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class LiveServlet extends HttpServlet {
    static final String PATH = "/ui/live";
    private static final long serialVersionUID = 1L;
    private static final int MOST_READERS = 200;
    private static final int EVENTS_PER_CHECK = 30;

    private final transient Frame frame;
    private final transient LiveRuns runs;
    private final transient JsonMapper json = new JsonMapper();
    private final transient Set<Reader> readers = ConcurrentHashMap.newKeySet();
    private final transient Consumer<LiveState> listener = this::tell;
    private final transient ExecutorService writers;

    @Activate
    public LiveServlet(@Reference Frame frame, @Reference LiveRuns runs) {
        this.frame = frame;
        this.runs = runs;
        AtomicInteger number = new AtomicInteger();
        writers = new ThreadPoolExecutor(0, MOST_READERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread named = new Thread(work, "console-live-writer-" + number.incrementAndGet());
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void close() {
        runs.forget(listener);
        readers.forEach(Reader::end);
        writers.shutdownNow();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (!frame.admits(visit)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        if (readers.size() >= MOST_READERS) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.getOutputStream().write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        Reader reader = new Reader(visit, context);
        synchronized (readers) {
            readers.add(reader);
            runs.listen(listener);
        }
        runs.latest().ifPresent(state -> reader.give(event(state)));
    }

    private void tell(LiveState state) {
        byte[] event = event(state);
        readers.forEach(reader -> reader.give(event));
    }

    private byte[] event(LiveState state) {
        try {
            return ("data: " + json.writeValueAsString(state) + "\n\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of numbers and texts can be written", impossible);
        }
    }

    /** One open page. */
    private final class Reader {
        private final Visit visit;
        private final AsyncContext context;
        private final AtomicBoolean busy = new AtomicBoolean();
        private int untilCheck = EVENTS_PER_CHECK;

        Reader(Visit visit, AsyncContext context) {
            this.visit = visit;
            this.context = context;
        }

        void give(byte[] event) {
            if (busy.compareAndSet(false, true)) {
                writers.execute(() -> write(event));
            }
        }

        /** On a thread of its own, since a reader that does not read blocks it. */
        private void write(byte[] event) {
            try {
                if (untilCheck-- == 0) {
                    untilCheck = EVENTS_PER_CHECK;
                    if (!frame.admits(visit)) {
                        end();
                        return;
                    }
                }
                visit.response().getOutputStream().write(event);
                visit.response().flushBuffer();
                busy.set(false);
            } catch (IOException | IllegalStateException gone) {
                end();
            }
        }

        void end() {
            boolean open;
            synchronized (readers) {
                open = readers.remove(this);
                if (readers.isEmpty()) {
                    runs.forget(listener);
                }
            }
            if (open) {
                try {
                    context.complete();
                } catch (IllegalStateException over) {
                    // the server has ended it already
                }
            }
        }
    }
}
