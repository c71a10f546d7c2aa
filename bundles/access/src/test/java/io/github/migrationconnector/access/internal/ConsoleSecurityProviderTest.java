package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleSecurityProviderTest {
    private static final String PAGE = "/system/console/bundles";

    private final StubAccess access = new StubAccess();
    private final RequestGuard guard = new OriginGuard(access, new HostNames(List.of("connector.example"), List::of));
    private final ConsoleSecurityProvider provider = new ConsoleSecurityProvider(access, guard);

    @Test
    void sendsStrangersToTheLoginPage() {
        FakeExchange look = new FakeExchange("GET", PAGE + "?a=b&c=d");
        assertThat(provider.authenticate(look.request(), look.response())).isNull();
        assertThat(look.status).isEqualTo(302);
        assertThat(look.responseHeaders)
                .containsEntry("Location", "/login?next=%2Fsystem%2Fconsole%2Fbundles%3Fa%3Db%26c%3Dd");
    }

    @Test
    void answers401ToAnythingElseOfStrangers() {
        FakeExchange look = new FakeExchange("HEAD", PAGE);
        assertThat(provider.authenticate(look.request(), look.response())).isNull();
        assertThat(look.status).isEqualTo(401);
    }

    @Test
    void opensToAdministratorsOnly() {
        assertThat(authenticated(new FakeExchange("GET", PAGE).session("admin-session")))
                .isEqualTo(new Principal("user", Role.ADMIN));
        assertThat(authenticated(new FakeExchange("GET", PAGE).header("Authorization", "Bearer bearer")))
                .isEqualTo(new Principal("token-file", Role.ADMIN));
        for (String session : List.of("operator-session", "viewer-session")) {
            FakeExchange look = new FakeExchange("GET", PAGE).session(session);
            assertThat(authenticated(look)).isNull();
            assertThat(look.status).isEqualTo(403);
        }
        assertThat(authenticated(new FakeExchange("GET", PAGE).session("stolen")))
                .isNull();
    }

    @Test
    void opensNothingToTheConsolesMenu() {
        for (String path : List.of(PAGE, "/system/console/connector-jobs", "/system/console/connector-account")) {
            FakeExchange look = new FakeExchange("GET", path).header("Authorization", "Bearer menu");
            assertThat(authenticated(look)).as(path).isNull();
        }
    }

    @Test
    void whoeverHasToChooseAPasswordSeesThatPageAlone() {
        String account = "/system/console/connector-account";
        assertThat(authenticated(new FakeExchange("GET", account).session("start-session")))
                .isEqualTo(new Principal("user", Role.ADMIN));
        for (String path : List.of(PAGE, "/system/console/connector-users", account + "/x")) {
            FakeExchange look = new FakeExchange("GET", path).session("start-session");
            assertThat(authenticated(look)).as(path).isNull();
            assertThat(look.responseHeaders).containsEntry("Location", account);
        }
        FakeExchange change = new FakeExchange("POST", "/system/console/connector-users")
                .session("start-session")
                .header("Origin", "https://connector.example:8443")
                .header("X-CSRF-Token", StubAccess.CSRF);
        assertThat(authenticated(change)).isNull();
        assertThat(change.status).isEqualTo(403);
        FakeExchange choice = new FakeExchange("POST", account)
                .session("start-session")
                .header("Origin", "https://connector.example:8443");
        assertThat(authenticated(choice)).as("without the page's token").isNull();
        choice.header("X-CSRF-Token", StubAccess.CSRF);
        assertThat(authenticated(choice)).isNotNull();
    }

    @Test
    void doesNotFallBackToTheCookieOfAWrongHeader() {
        FakeExchange look =
                new FakeExchange("GET", PAGE).session("admin-session").header("Authorization", "Bearer guess");
        assertThat(authenticated(look)).isNull();
    }

    @Test
    void refusesChangesEvenWhenTheGuardIsOff() {
        ConsoleSecurityProvider alone = new ConsoleSecurityProvider(access, request -> Optional.empty());
        for (String method : List.of("POST", "PUT", "DELETE", "TRACE", "post", "JEFF")) {
            FakeExchange change = new FakeExchange(method, PAGE).session("admin-session");
            assertThat(alone.authenticate(change.request(), change.response()))
                    .as(method)
                    .isNull();
            assertThat(change.status).isEqualTo(403);
        }
    }

    @Test
    void opensTheConnectorsOwnPagesToEveryRole() {
        ConsoleSecurityProvider alone = new ConsoleSecurityProvider(access, request -> Optional.empty());
        for (String session : List.of("admin-session", "operator-session", "viewer-session")) {
            for (String method : List.of("GET", "POST")) {
                FakeExchange look =
                        new FakeExchange(method, "/system/console/connector-jobs/sms-job-1").session(session);
                assertThat(alone.authenticate(look.request(), look.response())).isInstanceOf(Principal.class);
            }
        }
        for (String path : List.of(
                "/system/console/connector-jobs/../bundles",
                "/system/console/connector-jobs/..;/bundles",
                "/system/console/connector-jobs/%2e%2e/bundles",
                "/system/console/connector-jobs;x/bundles",
                "/system/console//connector-jobs",
                "/system/console/connector-")) {
            FakeExchange change = new FakeExchange("POST", path).session("admin-session");
            assertThat(alone.authenticate(change.request(), change.response()))
                    .as(path)
                    .isNull();
        }
        assertThat(authenticated(new FakeExchange("GET", "/system/console/connector-jobs")))
                .isNull();
    }

    @Test
    void makesTheGuardsCheckAgain() {
        FakeExchange rebound = new FakeExchange("GET", PAGE).session("admin-session");
        ConsoleSecurityProvider elsewhere = new ConsoleSecurityProvider(
                access, new OriginGuard(access, new HostNames(List.of("another.example"), List::of)));
        assertThat(elsewhere.authenticate(rebound.request(), rebound.response()))
                .isNull();
        assertThat(rebound.status).isEqualTo(421);
    }

    @Test
    void endsTheSessionAtLogout() {
        FakeExchange logout = new FakeExchange("GET", "/system/console/logout").session("admin-session");
        provider.logout(logout.request(), logout.response());
        assertThat(logout.responseHeaders.get("Set-Cookie"))
                .contains("__Host-connector-session=;", "Max-Age=0", "Secure", "HttpOnly", "SameSite=Strict");
        assertThat(authenticated(new FakeExchange("GET", PAGE).session("admin-session")))
                .isNull();
    }

    @Test
    void authorizesAdministratorsOnly() {
        assertThat(provider.authorize(new Principal("a", Role.ADMIN), "x")).isTrue();
        assertThat(provider.authorize(new Principal("a", Role.VIEWER), "x")).isFalse();
        assertThat(provider.authorize("admin", "x")).isFalse();
    }

    private Object authenticated(FakeExchange exchange) {
        return provider.authenticate(exchange.request(), exchange.response());
    }
}
