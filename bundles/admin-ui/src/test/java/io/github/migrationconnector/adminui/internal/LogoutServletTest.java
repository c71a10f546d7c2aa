package io.github.migrationconnector.adminui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogoutServletTest {
    private final FakeAccess access = new FakeAccess();

    @Test
    void endsTheSession() throws IOException {
        access.sessions.add("session");
        FakeExchange logout = new FakeExchange("POST", "/logout").session("session");
        new LogoutServlet(access, request -> Optional.empty()).doPost(logout.request(), logout.response());
        assertThat(access.sessions).isEmpty();
        assertThat(logout.status).isEqualTo(303);
        assertThat(logout.responseHeaders).containsEntry("Location", "/login");
        assertThat(logout.responseHeaders.get("Set-Cookie"))
                .contains("__Host-connector-session=; Max-Age=0;", "Secure");
    }

    @Test
    void letsNobodyElseEndIt() throws IOException {
        access.sessions.add("session");
        FakeExchange logout = new FakeExchange("POST", "/logout").session("session");
        new LogoutServlet(access, request -> Optional.of(new Refusal(403, Problem.fatal("FOREIGN_ORIGIN", "a", "b"))))
                .doPost(logout.request(), logout.response());
        assertThat(access.sessions).containsExactly("session");
    }
}
