package io.github.migrationconnector.adminui.internal.log;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.Visit;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.log.LogEntry;
import io.github.migrationconnector.api.log.LogQuery;
import io.github.migrationconnector.api.problem.ConnectorException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * {@code /ui/logs}: what comes into the log, as server-sent events (WHATWG HTML, 9.2), for operators. Each reader has a thread,
 * since one that does not read blocks it, so there are few.
 */
@Component(
        service = Servlet.class,
        property = {
            "osgi.http.whiteboard.servlet.pattern=/ui/logs",
            "osgi.http.whiteboard.servlet.asyncSupported:Boolean=true"
        })
public final class LogStreamServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_READERS = 20;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final transient Frame frame;
    private final transient Services services;
    private final transient JsonMapper json = new JsonMapper();
    private final transient Set<AsyncContext> open = ConcurrentHashMap.newKeySet();
    private final transient ExecutorService readers;

    @Activate
    public LogStreamServlet(@Reference Frame frame, @Reference Services services) {
        this.frame = frame;
        this.services = services;
        AtomicInteger number = new AtomicInteger();
        readers = new ThreadPoolExecutor(0, MOST_READERS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread named = new Thread(work, "console-logs-" + number.incrementAndGet());
            named.setDaemon(true);
            return named;
        });
    }

    @Deactivate
    void close() {
        readers.shutdownNow();
        open.forEach(LogStreamServlet::complete);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Visit visit = new Visit(request, response);
        if (!frame.admits(visit, Role.OPERATOR)) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        LogQuery query = LogSearch.of(
                        visit.field("text"), visit.field("area"), visit.field("level"), visit.field("id"), "")
                .query();
        long behind = behind(request, visit);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        open.add(context);
        try {
            readers.execute(() -> tell(visit, context, query, behind));
        } catch (RejectedExecutionException tooMany) {
            open.remove(context);
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            complete(context);
        }
    }

    /** A browser that comes back says what it saw last. */
    private long behind(HttpServletRequest request, Visit visit) {
        String seen = request.getHeader("Last-Event-ID");
        String known = seen == null ? visit.field("after") : seen;
        return known.matches("[0-9]{1,18}")
                ? Long.parseLong(known)
                : services.logs().latest();
    }

    private void tell(Visit visit, AsyncContext context, LogQuery query, long from) {
        long behind = from;
        try {
            OutputStream out = visit.response().getOutputStream();
            out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
            visit.response().flushBuffer();
            while (frame.admits(visit, Role.OPERATOR)) {
                for (LogEntry entry : services.logs().after(behind, WAIT)) {
                    behind = entry.number();
                    if (query.finds(entry)) {
                        out.write(event(entry));
                    }
                }
                // also when there is nothing: so a reader that is gone is noticed
                out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
                visit.response().flushBuffer();
            }
        } catch (IOException | IllegalStateException | ConnectorException gone) {
            // the reader, or the service while its bundle is replaced: the page comes back
            context.getRequest().setAttribute("ended", gone.getClass().getSimpleName());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } finally {
            if (open.remove(context)) {
                complete(context);
            }
        }
    }

    private byte[] event(LogEntry entry) throws IOException {
        ObjectNode node = json.createObjectNode()
                .put("time", entry.at().toString())
                .put("level", entry.level().name())
                .put("area", entry.area().word())
                .put("logger", entry.logger().substring(entry.logger().lastIndexOf('.') + 1))
                .put("message", entry.message())
                .put("run", entry.work().run())
                .put("error", entry.error());
        return ("id: " + entry.number() + "\ndata: " + json.writeValueAsString(node) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void complete(AsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException over) {
            // the server has ended it already
            return;
        }
    }
}
