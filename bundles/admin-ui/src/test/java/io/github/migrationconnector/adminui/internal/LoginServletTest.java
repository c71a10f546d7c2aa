package io.github.migrationconnector.adminui.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginServletTest {
    private static final String PASSWORD = "correct horse battery";
    private static final RequestGuard LETS_ALL_PASS = request -> Optional.empty();
    private static final RequestGuard REFUSES = request ->
            Optional.of(new Refusal(403, Problem.fatal("FOREIGN_ORIGIN", "From <elsewhere>.", "Send it from here.")));

    private final FakeAccess access = new FakeAccess();
    private final LoginServlet servlet = new LoginServlet(access, LETS_ALL_PASS);

    @Test
    void asksForTheCodeUntilThereIsAPassword() throws IOException {
        assertThat(get("/login").body()).contains("name=\"code\"", "name=\"again\"");
        setPassword();
        assertThat(get("/login").body())
                .contains("name=\"password\"")
                .doesNotContain("name=\"code\"", "name=\"again\"");
    }

    @Test
    void sendsWholePagesWithoutAnyScript() throws IOException {
        FakeExchange page = get("/login");
        assertThat(page.status).isEqualTo(200);
        assertThat(page.responseHeaders.get("Content-Security-Policy"))
                .contains("default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.responseHeaders).containsEntry("Cache-Control", "no-store");
        assertThat(page.body())
                .startsWith("<!DOCTYPE html>")
                .doesNotContain("<script", "style=", "onclick", "onload", "javascript:");
    }

    @Test
    void opensASessionByThePassword() throws IOException {
        setPassword();
        FakeExchange login = post("password", PASSWORD, "next", "/system/console/bundles?a=b");
        assertThat(login.status).isEqualTo(303);
        assertThat(login.responseHeaders).containsEntry("Location", "/system/console/bundles?a=b");
        assertThat(login.responseHeaders)
                .containsEntry(
                        "Set-Cookie", "__Host-connector-session=session-1; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void refusesAWrongPasswordAndWhoeverGoesOnGuessing() throws IOException {
        setPassword();
        for (int guess = 0; guess < 3; guess++) {
            FakeExchange wrong = post("password", "guess");
            assertThat(wrong.status).isEqualTo(401);
            assertThat(wrong.responseHeaders).doesNotContainKey("Set-Cookie");
            assertThat(wrong.body()).contains("The password is wrong.").doesNotContain("guess");
        }
        assertThat(post("password", PASSWORD).status).isEqualTo(429);
        assertThat(access.sessions).isEmpty();
    }

    @Test
    void takesTheOneTimeCodeOnce() throws IOException {
        assertThat(post("code", "wrong", "password", PASSWORD, "again", PASSWORD)
                        .body())
                .contains("The &lt;code&gt; is wrong.");
        assertThat(post("code", FakeAccess.CODE, "password", PASSWORD, "again", "another one").status)
                .isEqualTo(400);
        assertThat(access.passwordIsSet()).isFalse();
        assertThat(post("code", FakeAccess.CODE, "password", PASSWORD, "again", PASSWORD).status)
                .isEqualTo(303);
        FakeExchange again = post("code", FakeAccess.CODE, "password", "the thief's own", "again", "the thief's own");
        assertThat(again.status).isEqualTo(401);
        assertThat(access.sessions).hasSize(1);
    }

    @Test
    void carriesNoSessionIntoTheLogin() throws IOException {
        setPassword();
        access.sessions.add("planted");
        FakeExchange login = new FakeExchange("POST", "/login").session("planted");
        login.parameters.put("password", PASSWORD);
        servlet.doPost(login.request(), login.response());
        assertThat(access.sessions).doesNotContain("planted").hasSize(1);
        assertThat(login.responseHeaders.get("Set-Cookie")).doesNotContain("planted");
    }

    @Test
    void asksTheGuardItself() throws IOException {
        setPassword();
        LoginServlet guarded = new LoginServlet(access, REFUSES);
        FakeExchange login = new FakeExchange("POST", "/login");
        login.parameters.put("password", PASSWORD);
        guarded.doPost(login.request(), login.response());
        assertThat(login.status).isEqualTo(403);
        assertThat(login.body()).contains("From &lt;elsewhere&gt;.");
        assertThat(access.sessions).isEmpty();
        assertThat(post("password", PASSWORD).status).as("without the guard").isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example/",
                "/\t/evil.example",
                "/a\r\nSet-Cookie: x=y",
                "evil",
                "javascript:alert(1)",
                "/\"><script>alert(1)</script>",
                "/login?next=/login",
                "/ü",
                ""
            })
    void goesNowhereElse(String next) throws IOException {
        setPassword();
        assertThat(post("password", PASSWORD, "next", next).responseHeaders).containsEntry("Location", "/");
        FakeExchange page = new FakeExchange("GET", "/login");
        page.parameters.put("next", next);
        servlet.doGet(page.request(), page.response());
        assertThat(page.body()).contains("name=\"next\" value=\"/\"");
    }

    private void setPassword() {
        access.setPassword(new Principal("x", Role.ADMIN), Secret.of(PASSWORD));
    }

    private FakeExchange get(String uri) throws IOException {
        FakeExchange exchange = new FakeExchange("GET", uri);
        servlet.doGet(exchange.request(), exchange.response());
        return exchange;
    }

    private FakeExchange post(String... fields) throws IOException {
        FakeExchange exchange = new FakeExchange("POST", "/login");
        for (int field = 0; field < fields.length; field += 2) {
            exchange.parameters.put(fields[field], fields[field + 1]);
        }
        servlet.doPost(exchange.request(), exchange.response());
        return exchange;
    }
}
