package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.web.Drain;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is around every page: who may see it, in which language, and what is told when it fails. */
@Component(service = Frame.class)
public final class Frame {
    private static final Logger log = LoggerFactory.getLogger(Frame.class);

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final Notice REPLACED = new Notice(
            "CONSOLE_REPLACED", List.of(), "The console is being replaced.", "Load the page again in a moment.");

    private final Access access;
    private final RequestGuard guard;
    private final Navigation navigation;
    private final Templates templates;
    private final Drain drain = new Drain();
    private final Duration patience;

    @Activate
    public Frame(
            @Reference Access access,
            @Reference RequestGuard guard,
            @Reference Navigation navigation,
            @Reference Templates templates) {
        this(access, guard, navigation, templates, Drain.LIMIT);
    }

    /** One that waits for pages under way for as long as is said. */
    Frame(Access access, RequestGuard guard, Navigation navigation, Templates templates, Duration patience) {
        this.access = access;
        this.guard = guard;
        this.navigation = navigation;
        this.templates = templates;
        this.patience = patience;
    }

    @Deactivate
    void close() {
        if (!drain.close(patience)) {
            log.warn("Pages are still being made after {} s", patience.toSeconds());
        }
    }

    /** Answers a request to a page behind the login. */
    public void serve(Visit visit, Role reader, PageHandler handler) throws IOException {
        serve(visit, reader, visit.session(access), handler);
    }

    /** The same for the one page that is open to whoever has to choose a password of their own first. */
    void serveAtStartToo(Visit visit, Role reader, PageHandler handler) throws IOException {
        serve(visit, reader, visit.session(access).or(() -> visit.startSession(access)), handler);
    }

    private void serve(Visit visit, Role reader, Optional<Session> session, PageHandler handler) throws IOException {
        PageRequest request = new PageRequest(visit, visit.look(), session);
        if (!passes(request)) {
            return;
        }
        if (session.isEmpty()) {
            LocalPath back = visit.isGet() ? visit.here() : LocalPath.ROOT;
            visit.goTo(new LocalPath("/login?next=" + URLEncoder.encode(back.path(), StandardCharsets.UTF_8)));
            return;
        }
        serve(request, asked -> {
            asked.need(reader);
            return handler.answer(asked);
        });
    }

    /** Answers a request to a page that is there before the login too. */
    public void serveToAll(Visit visit, PageHandler handler) throws IOException {
        PageRequest request = new PageRequest(visit, visit.look(), visit.session(access));
        if (passes(request)) {
            serve(request, handler);
        }
    }

    /** Whether a visit without a page of its own, such as a stream of events, may go on. */
    public boolean admits(Visit visit) {
        return guard.refusal(visit.asked()).isEmpty() && visit.session(access).isPresent();
    }

    /** The same for those who have a role at least. */
    public boolean admits(Visit visit, Role role) {
        return guard.refusal(visit.asked()).isEmpty()
                && visit.session(access)
                        .map(session -> session.principal().role().includes(role))
                        .orElse(false);
    }

    /** The guard stands before every page anyway; he is asked once more, since he may not be there yet at the start. */
    private boolean passes(PageRequest request) throws IOException {
        Optional<Refusal> refusal = refusal(request.visit());
        if (refusal.isPresent()) {
            send(request, failed(refusal.get().problem()), refusal.get().status());
        }
        return refusal.isEmpty();
    }

    private Optional<Refusal> refusal(Visit visit) {
        try {
            return visit.lengthRefusal().or(() -> guard.refusal(visit.asked()));
        } catch (ConnectorException unreadable) {
            return Optional.of(new Refusal(Answer.status(unreadable.problem()), unreadable.problem()));
        }
    }

    private void serve(PageRequest request, PageHandler handler) throws IOException {
        if (!drain.enter()) {
            Words words = new Words(request.look().language(), "common");
            request.visit().comeAgain(words.message(REPLACED) + " " + words.fix(REPLACED));
            return;
        }
        try {
            answer(request, handler);
        } finally {
            drain.leave();
        }
    }

    private void answer(PageRequest request, PageHandler handler) throws IOException {
        Answer answer;
        try {
            answer = handler.answer(request);
        } catch (ConnectorException failure) {
            answer = new Answer.Show(failed(failure.problem()), Answer.status(failure.problem()));
        } catch (RuntimeException unexpected) {
            log.error("{} failed", request.visit().here().path(), unexpected);
            answer = new Answer.Show(
                    failed(Problem.passing(
                            "INTERNAL_ERROR",
                            "Something unexpected happened.",
                            "Try again; if it happens again, look at the log.")),
                    HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
        if (answer instanceof Answer.GoTo elsewhere) {
            request.visit().goTo(elsewhere.path());
        } else if (answer instanceof Answer.Show shown) {
            send(request, shown.view(), shown.status());
        } else if (answer instanceof Answer.Download file) {
            send(request, file);
        }
    }

    private static View failed(Problem problem) {
        return View.of("failed").with("problem", problem);
    }

    private void send(PageRequest request, View view, int status) throws IOException {
        Map<String, Object> model = new HashMap<>(view.model());
        model.put("words", new Words(request.look().language(), view.page()));
        model.put("look", request.look());
        model.put("here", request.visit().here().path());
        boolean start = request.visit().startSession(access).isPresent();
        boolean inside = request.session().isPresent() && !start;
        model.put("start", start);
        model.put("entries", inside ? navigation.entries(request) : List.of());
        model.put("siblings", inside ? navigation.siblings(request) : List.of());
        model.putIfAbsent("problem", Optional.empty());
        model.put("principal", request.session().map(Session::principal));
        model.put("csrf", request.session().map(Session::csrfToken).orElse(""));
        model.put("administrator", request.may(Role.ADMIN) && !start);
        model.put("operator", request.may(Role.OPERATOR));
        // what a failed request asked for may not even be readable
        model.put("notice", view.page().equals("failed") ? "" : notice(request));
        byte[] page = templates.fill(view.template(), model, request.look().language());
        HttpServletResponse response = request.visit().response();
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        guardHeaders(response);
        response.getOutputStream().write(page);
    }

    private static void send(PageRequest request, Answer.Download file) throws IOException {
        HttpServletResponse response = request.visit().response();
        response.setContentType(file.type());
        response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
        guardHeaders(response);
        file.content().writeTo(response.getOutputStream());
    }

    private static void guardHeaders(HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
    }

    /** What the page before has done, by the name of a text: a stranger's link can't put words of its own there. */
    private static String notice(PageRequest request) {
        String done = request.field("done");
        return done.matches("[a-z]{1,30}(-[a-z]{1,30}){0,4}") ? "done." + done : "";
    }
}
