package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.adminui.internal.frame.Assets;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.Navigation;
import io.github.migrationconnector.adminui.internal.frame.Templates;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.credential.Secret;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.Optional;

/** The frame around pages under test, with somebody logged in. */
public final class Console {
    public static final String PASSWORD = "correct horse battery";

    public final FakeServices services = new FakeServices();
    public final FakeAccess access = services.access;
    public final Frame frame;
    public String language = "en";

    public Console() {
        this(request -> Optional.empty());
    }

    public Console(RequestGuard guard) {
        frame = new Frame(access, guard, new Navigation(), new Templates(new Assets()));
    }

    /** Sets the password, and logs in. */
    public Console loggedIn() {
        access.setFirstPassword(Secret.of(FakeAccess.CODE), Secret.of(PASSWORD), "192.0.2.9");
        access.login("admin", Secret.of(PASSWORD), "192.0.2.9");
        return this;
    }

    public FakeExchange get(HttpServlet page, String uri) throws IOException, ServletException {
        return send(page, new FakeExchange("GET", uri));
    }

    /** A form's fields: name, value, name, value, … */
    public FakeExchange post(HttpServlet page, String uri, String... fields) throws IOException, ServletException {
        FakeExchange exchange = new FakeExchange("POST", uri);
        exchange.header("Content-Type", "application/x-www-form-urlencoded");
        for (int index = 0; index < fields.length; index += 2) {
            exchange.parameters.put(fields[index], fields[index + 1]);
        }
        return send(page, exchange);
    }

    /** A file that is sent as it is. */
    public FakeExchange upload(HttpServlet page, String uri, byte[] file, long announcedBytes)
            throws IOException, ServletException {
        FakeExchange exchange = new FakeExchange("POST", uri);
        exchange.header("Content-Type", "application/zip").header("Content-Length", String.valueOf(announcedBytes));
        exchange.requestBody = file;
        return send(page, exchange);
    }

    private FakeExchange send(HttpServlet page, FakeExchange exchange) throws IOException, ServletException {
        exchange.header("Accept-Language", language);
        if (!access.sessions.isEmpty()) {
            exchange.session("session-1");
        }
        page.service(exchange.request(), exchange.response());
        return exchange;
    }
}
