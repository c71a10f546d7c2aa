package io.github.migrationconnector.adminui.internal.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAccess;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeSteps;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final RequestGuard REFUSES = request ->
            Optional.of(new Refusal(403, Problem.fatal("FOREIGN_ORIGIN", "From <elsewhere>.", "Send it from here.")));

    private final Console console = new Console();
    private final LoginServlet login = new LoginServlet(console.access, console.frame);
    private final WelcomeServlet welcome = new WelcomeServlet(console.access, console.frame, console.services);

    @Test
    void leadsToTheWelcomeUntilThereIsAPassword() throws IOException, ServletException {
        assertThat(console.get(login, "/login").responseHeaders).containsEntry("Location", "/welcome");
        assertThat(console.get(welcome, "/welcome").body()).contains("Get started now");
        assertThat(console.get(welcome, "/welcome?step=licence").body()).contains("Apache License", "name=\"licence\"");
        assertThat(console.get(welcome, "/welcome?step=password").body()).contains("Go on by accepting");
        assertThat(console.get(welcome, "/welcome?step=password&licence=accepted")
                        .body())
                .contains("name=\"code\"");
    }

    @Test
    void takesTheOneTimeCodeOnceAndNotesTheLicence() throws IOException, ServletException {
        FakeSteps steps = new FakeSteps();
        console.services.with(SetupSteps.class, steps);
        assertThat(setPassword("wrong", Console.PASSWORD, Console.PASSWORD).body())
                .contains("one-time code is wrong");
        assertThat(setPassword(FakeAccess.CODE, Console.PASSWORD, "another").status)
                .isEqualTo(400);
        assertThat(console.access.passwordIsSet()).isFalse();
        FakeExchange set = setPassword(FakeAccess.CODE, Console.PASSWORD, Console.PASSWORD);
        assertThat(set.status).isEqualTo(303);
        assertThat(set.responseHeaders.get("Set-Cookie"))
                .isEqualTo("__Host-connector-session=session-1; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(steps.answers).containsOnlyKeys(SetupStep.LICENCE);
        assertThat(console.get(welcome, "/welcome").responseHeaders).containsEntry("Location", "/");
    }

    @Test
    void setsNoPasswordWithoutTheLicence() throws IOException, ServletException {
        FakeExchange refused = console.post(
                welcome, "/welcome", "code", FakeAccess.CODE, "password", Console.PASSWORD, "again", Console.PASSWORD);
        assertThat(refused.status).isEqualTo(400);
        assertThat(console.access.passwordIsSet()).isFalse();
    }

    @Test
    void opensAFreshSessionByThePassword() throws IOException, ServletException {
        console.loggedIn();
        FakeExchange opened = logIn(Console.PASSWORD, "/system/console/bundles?a=b");
        assertThat(opened.status).isEqualTo(303);
        assertThat(opened.responseHeaders)
                .containsEntry("Location", "/system/console/bundles?a=b")
                .containsEntry(
                        "Set-Cookie", "__Host-connector-session=session-2; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void endsTheSessionThatTheBrowserBroughtAlong() throws IOException, ServletException {
        console.loggedIn();
        console.access.sessions.add("planted");
        FakeExchange fixed = new FakeExchange("POST", "/login").session("planted");
        fixed.parameters.put("username", "admin");
        fixed.parameters.put("password", Console.PASSWORD);
        login.service(fixed.request(), fixed.response());
        assertThat(fixed.responseHeaders.get("Set-Cookie")).doesNotContain("planted");
        assertThat(console.access.sessions).doesNotContain("planted");
    }

    @Test
    void refusesAWrongPasswordAndWhoeverGoesOnGuessing() throws IOException, ServletException {
        console.loggedIn();
        for (int guess = 0; guess < 3; guess++) {
            FakeExchange wrong = logIn("guess", "/");
            assertThat(wrong.status).isEqualTo(401);
            assertThat(wrong.responseHeaders).doesNotContainKey("Set-Cookie");
            assertThat(wrong.body()).contains("Name or password is wrong.").doesNotContain("guess");
        }
        assertThat(logIn(Console.PASSWORD, "/").status).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil",
                "javascript:alert(1)",
                "/login",
                "/a\r\nSet-Cookie: x=y"
            })
    void goesNowhereElse(String next) throws IOException, ServletException {
        console.loggedIn();
        assertThat(logIn(Console.PASSWORD, next).responseHeaders).containsEntry("Location", "/");
    }

    @Test
    void asksTheGuardItself() throws IOException, ServletException {
        Console guarded = new Console(REFUSES).loggedIn();
        FakeExchange refused = guarded.post(
                new LoginServlet(guarded.access, guarded.frame),
                "/login",
                "username",
                "admin",
                "password",
                Console.PASSWORD);
        assertThat(refused.status).isEqualTo(403);
        assertThat(refused.body()).contains("another site").doesNotContain("<elsewhere>");
        assertThat(refused.responseHeaders).doesNotContainKey("Set-Cookie");
        guarded.post(new LogoutServlet(guarded.access, guarded.frame), "/logout");
        assertThat(guarded.access.sessions).contains("session-1");
    }

    @Test
    void readsNoFormThatIsTooLong() throws IOException, ServletException {
        console.loggedIn();
        FakeExchange flood = new FakeExchange("POST", "/login").header("Content-Length", "200001");
        flood.parameters.put("username", "admin");
        flood.parameters.put("password", Console.PASSWORD);
        login.service(flood.request(), flood.response());
        assertThat(flood.status).isEqualTo(413);
        assertThat(flood.responseHeaders).doesNotContainKey("Set-Cookie");
        assertThat(flood.body()).contains("FORM_TOO_LONG");
    }

    @Test
    void logsOut() throws IOException, ServletException {
        console.loggedIn();
        FakeExchange out = console.post(new LogoutServlet(console.access, console.frame), "/logout");
        assertThat(out.responseHeaders).containsEntry("Location", "/login");
        assertThat(console.access.sessions).isEmpty();
    }

    private FakeExchange setPassword(String code, String password, String again) throws IOException, ServletException {
        return console.post(
                welcome, "/welcome", "licence", "accepted", "code", code, "password", password, "again", again);
    }

    private FakeExchange logIn(String password, String next) throws IOException, ServletException {
        return console.post(login, "/login", "username", "admin", "password", password, "next", next);
    }
}
