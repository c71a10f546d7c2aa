package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.RequestGuard;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GuardPreprocessorTest {
    private static final RequestGuard OFF = request -> Optional.empty();

    private final RequestGuard guard =
            new OriginGuard(new StubAccess(), new HostNames(List.of("connector.example"), List::of));

    @Test
    void stopsARequestOfAForeignPage() throws Exception {
        FakeExchange stopped = hostile();
        assertThat(reaches(guard, stopped)).isFalse();
        assertThat(stopped.status).isEqualTo(403);
        assertThat(reaches(OFF, hostile())).as("without the guard").isTrue();
    }

    @Test
    void refusesInTheFormThatTheAskedFaceSpeaks() throws Exception {
        FakeExchange api = hostile();
        reaches(guard, api);
        assertThat(api.responseHeaders).containsEntry("Content-Type", "application/problem+json");
        assertThat(api.body())
                .isEqualTo("{\"title\":\"FOREIGN_ORIGIN\",\"status\":403,\"detail\":\"The request was sent by a page of"
                        + " another site.\",\"code\":\"FOREIGN_ORIGIN\",\"fix\":\"Send it from our own page.\",\"retry\":"
                        + "\"NEVER\"}");
        FakeExchange sms = new FakeExchange("POST", "/sms").header("Origin", "https://evil.example");
        assertThat(reaches(guard, sms)).isFalse();
        assertThat(sms.responseHeaders)
                .containsEntry("Content-Type", "application/x-amz-json-1.1")
                .containsEntry("x-amzn-ErrorType", "AccessDeniedException");
        assertThat(sms.body())
                .isEqualTo(
                        "{\"__type\":\"AccessDeniedException\",\"message\":\"The request was sent by a page of another"
                                + " site. Send it from our own page.\"}");
        FakeExchange method = new FakeExchange("TRACE", "/sms/");
        reaches(guard, method);
        assertThat(method.responseHeaders).containsEntry("x-amzn-ErrorType", "MethodNotAllowedException");
        FakeExchange namesake = new FakeExchange("POST", "/smsother");
        reaches(guard, namesake);
        assertThat(namesake.responseHeaders).containsEntry("Content-Type", "text/plain;charset=utf-8");
        FakeExchange page = new FakeExchange("POST", "/system/console/bundles");
        reaches(guard, page);
        assertThat(page.responseHeaders).containsEntry("Content-Type", "text/plain;charset=utf-8");
        assertThat(page.body()).contains("Nothing can be changed here.");
    }

    @Test
    void stopsAnAdministratorsPostToTheConsole() throws Exception {
        FakeExchange post = new FakeExchange("POST", "/system/console/bundles")
                .session("admin-session")
                .header("Origin", "https://connector.example:8443")
                .header("X-CSRF-Token", StubAccess.CSRF);
        assertThat(reaches(guard, post)).isFalse();
    }

    @Test
    void takesTheTokenFromAForm() throws Exception {
        FakeExchange logout = new FakeExchange("POST", "/logout")
                .session("admin-session")
                .header("Origin", "https://connector.example:8443")
                .header("Content-Type", "application/x-www-form-urlencoded");
        assertThat(reaches(guard, logout)).isFalse();
        logout.parameters.put("csrf", StubAccess.CSRF);
        assertThat(reaches(guard, logout)).isTrue();
        logout.requestHeaders.put("Content-Type", "multipart/form-data");
        assertThat(reaches(guard, logout)).isFalse();
    }

    @Test
    void setsTheHeadersThatEveryPageNeeds() throws Exception {
        FakeExchange look = new FakeExchange("GET", "/");
        assertThat(reaches(guard, look)).isTrue();
        assertThat(look.responseHeaders)
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "same-origin");
    }

    private static FakeExchange hostile() {
        return new FakeExchange("POST", "/api/v1/jobs")
                .session("admin-session")
                .header("Origin", "https://evil.example");
    }

    private static boolean reaches(RequestGuard guard, FakeExchange exchange) throws Exception {
        AtomicBoolean reached = new AtomicBoolean();
        new GuardPreprocessor(guard)
                .doFilter(exchange.request(), exchange.response(), (request, response) -> reached.set(true));
        return reached.get();
    }
}
