package io.github.migrationconnector.adminui.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeAudit;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeKeys;
import io.github.migrationconnector.adminui.internal.fake.FakeSessions;
import io.github.migrationconnector.adminui.internal.fake.FakeTrust;
import io.github.migrationconnector.adminui.internal.fake.FakeUsers;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKeys;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.token.Tokens;
import io.github.migrationconnector.api.trust.Trust;
import io.github.migrationconnector.api.user.Users;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminPagesTest {
    private static final Pattern SHOWN = Pattern.compile("id=\"secret\"[^>]* value=\"([^\"]+)\"");

    private final Console console = new Console().loggedIn();
    private final FakeUsers users = new FakeUsers();
    private final FakeSessions sessions =
            new FakeSessions().with("mine", "admin", Role.ADMIN).with("hers", "ann", Role.VIEWER);
    private final FakeKeys keys = new FakeKeys();
    private final FakeAudit audit = new FakeAudit();
    private final FakeTrust trust = new FakeTrust();
    private final Map<String, PageServlet> pages = Map.of(
            "users", new UsersPage(console.frame, console.services),
            "account", new AccountPage(console.frame, console.services),
            "sessions", new SessionsPage(console.frame, console.services),
            "keys", new KeysPage(console.frame, console.services),
            "audit", new AuditPage(console.frame, console.services),
            "trust", new TrustPage(console.frame, console.services));

    AdminPagesTest() {
        console.services
                .with(Users.class, users)
                .with(Sessions.class, sessions)
                .with(ApiKeys.class, keys)
                .with(Tokens.class, keys.tokens)
                .with(Audit.class, audit)
                .with(Trust.class, trust);
        users.put("ann", Role.VIEWER, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showEverythingInBothLanguages(String language) throws IOException, ServletException {
        console.language = language;
        post("keys", "", "action", "key", "owner", "ann", "role", "VIEWER", "description", "<i>script</i>");
        post("keys", "", "action", "token", "owner", "ann", "role", "VIEWER", "name", "night", "days", "30");
        audit.append(new AuditEvent("<b>who</b>", "192.0.2.1", "session.login", "", AuditEvent.Result.REFUSED));
        for (String page : pages.keySet()) {
            FakeExchange shown = get(page, "");
            assertThat(shown.status).as(page).isEqualTo(200);
            assertThat(shown.body()).as(page).doesNotContain("{{", "<b>who", "<i>script", "<b>new", "style=\"");
        }
        assertThat(get("users", "/ann").body()).contains("ann").doesNotContain("{{");
    }

    @Test
    void areForAdministratorsAlone() throws IOException, ServletException {
        for (Role role : new Role[] {Role.VIEWER, Role.OPERATOR}) {
            console.access.role = role;
            for (String page : new String[] {"users", "sessions", "keys", "audit"}) {
                assertThat(get(page, "").status).as(page).isEqualTo(403);
            }
            assertThat(get("audit", "?export=csv").status).isEqualTo(403);
            assertThat(post("users", "", "action", "create", "name", "eve", "role", "ADMIN").status)
                    .isEqualTo(403);
            assertThat(post("users", "/ann", "action", "delete").status).isEqualTo(403);
            assertThat(post("sessions", "", "session", "hers").status).isEqualTo(403);
            assertThat(post("keys", "", "action", "key", "owner", "admin", "role", "ADMIN").status)
                    .isEqualTo(403);
            assertThat(post("audit", "").status).isEqualTo(403);
            assertThat(post(
                                    "trust",
                                    "",
                                    "action",
                                    "accept",
                                    "server",
                                    "vcenter.example",
                                    "sha256",
                                    FakeTrust.NEW.sha256())
                            .status)
                    .isEqualTo(403);
        }
        assertThat(users.users).containsOnlyKeys("admin", "ann");
        assertThat(sessions.sessions).hasSize(2);
        assertThat(keys.keys).isEmpty();
        assertThat(trust.accepted).isEqualTo(FakeTrust.OLD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void whoeverWasGivenAPasswordChoosesTheirOwnFirst(String language) throws IOException, ServletException {
        console.language = language;
        console.access.start = true;
        FakeExchange account = get("account", "");
        assertThat(account.status).isEqualTo(200);
        assertThat(account.body())
                .contains("note warn", "name=\"current\"")
                .doesNotContain("sessions-title", "connector-users", "/system/console/bundles", "{{");
        for (String page : new String[] {"users", "sessions", "keys", "audit", "trust"}) {
            assertThat(get(page, "").responseHeaders.get("Location")).as(page).startsWith("/login?next=");
            assertThat(post(page, "", "action", "create", "name", "eve", "role", "ADMIN").responseHeaders)
                    .containsEntry("Location", "/login?next=%2F");
        }
        assertThat(users.users).containsOnlyKeys("admin", "ann");
    }

    @Test
    void passwordFieldsHideAndTakeWhatIsFilledIn() throws IOException, ServletException {
        String page = get("account", "").body();
        for (String field : new String[] {"current", "fresh", "again"}) {
            assertThat(page)
                    .containsPattern("<input id=\"" + field + "\" name=\"" + field + "\" type=\"password\"[^>]*"
                            + "autocomplete=\"(current|new)-password\"");
        }
        assertThat(page).doesNotContain("onpaste", "autocomplete=\"off\"");
    }

    @Test
    void anAddedUserHasAPasswordThatIsShownOnce() throws IOException, ServletException {
        FakeExchange made = post("users", "", "action", "create", "name", "bob", "role", "OPERATOR");
        assertThat(made.status).isEqualTo(200);
        assertThat(made.responseHeaders)
                .containsEntry("Cache-Control", "no-store")
                .doesNotContainKey("Location");
        assertThat(shown(made)).isEqualTo(users.passwords.get("bob")).matches("([0-9a-z]{4}-){4}[0-9a-z]{4}");
        assertThat(users.log).containsExactly("admin@192.0.2.9 create bob");
        assertThat(get("users", "").body() + get("users", "/bob").body()).doesNotContain(users.passwords.get("bob"));
        FakeExchange again = post("users", "", "action", "create", "name", "bob", "role", "ADMIN");
        assertThat(again.status).isEqualTo(409);
        assertThat(again.body()).contains("There is a user of that name already.", "value=\"bob\"");
    }

    @Test
    void aUserIsChangedLockedAndRemoved() throws IOException, ServletException {
        assertThat(post("users", "/ann", "action", "role", "role", "OPERATOR").responseHeaders)
                .containsEntry("Location", "/system/console/connector-users/ann?done=role");
        assertThat(users.users.get("ann").role()).isEqualTo(Role.OPERATOR);
        assertThat(post("users", "/ann", "action", "role", "role", "KING").status)
                .isEqualTo(403);
        post("users", "/ann", "action", "lock");
        assertThat(users.users.get("ann").enabled()).isFalse();
        post("users", "/ann", "action", "unlock");
        assertThat(users.users.get("ann").enabled()).isTrue();
        String fresh = shown(post("users", "/ann", "action", "password"));
        assertThat(users.passwords).containsEntry("ann", fresh);
        post("users", "/ann", "action", "logout");
        assertThat(sessions.sessions).extracting("id").containsExactly("mine");
        post("users", "/ann", "action", "delete");
        assertThat(users.users).doesNotContainKey("ann");
        assertThat(get("users", "/ann").status).isEqualTo(404);
        assertThat(post("users", "/admin", "action", "lock").body()).contains("last administrator");
    }

    @Test
    void everybodyChangesTheirOwnPasswordAndStaysLoggedIn() throws IOException, ServletException {
        console.access.role = Role.VIEWER;
        FakeExchange wrong = post("account", "", "action", "password", "current", "guess", "fresh", "a", "again", "a");
        assertThat(wrong.status).isEqualTo(409);
        assertThat(wrong.body()).contains("The current password is wrong.");
        assertThat(post("account", "", "action", "password", "current", Console.PASSWORD, "fresh", "a", "again", "b")
                        .body())
                .contains("The two passwords differ.");
        FakeExchange changed = post(
                "account",
                "",
                "action",
                "password",
                "current",
                Console.PASSWORD,
                "fresh",
                Console.PASSWORD,
                "again",
                Console.PASSWORD);
        assertThat(changed.responseHeaders)
                .containsEntry("Location", "/system/console/connector-account?done=password")
                .containsEntry(
                        "Set-Cookie", "__Host-connector-session=session-2; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(post("account", "", "action", "revoke", "session", "hers").status)
                .isEqualTo(404);
        assertThat(post("account", "", "action", "revoke", "session", "mine").status)
                .isEqualTo(303);
        assertThat(sessions.sessions).extracting("id").containsExactly("hers");
    }

    @Test
    void aSecretIsShownWhenItIsMadeAndNeverAgain() throws IOException, ServletException {
        assertThat(shown(post("keys", "", "action", "key", "owner", "ann", "role", "VIEWER")))
                .isEqualTo(FakeKeys.SECRET);
        assertThat(shown(post(
                        "keys", "", "action", "token", "owner", "ann", "role", "VIEWER", "name", "n", "days", "7")))
                .isEqualTo(FakeKeys.SECRET);
        assertThat(get("keys", "").body()).contains("AKIAABCDEFGHIJKLMNOP").doesNotContain(FakeKeys.SECRET);
        assertThat(post("keys", "", "action", "token", "owner", "ann", "role", "VIEWER", "name", "n", "days", "9")
                        .status)
                .isEqualTo(403);
        post("keys", "", "action", "revoke-key", "id", "AKIAABCDEFGHIJKLMNOP");
        post("keys", "", "action", "revoke-token", "id", "n");
        assertThat(keys.keys).isEmpty();
        assertThat(keys.tokens.tokens).isEmpty();
        assertThat(post("keys", "", "action", "revoke-key", "id", "none").status)
                .isEqualTo(404);
    }

    @Test
    void aServerIsTrustedAgainByOneClick() throws IOException, ServletException {
        assertThat(get("trust", "").body())
                .contains(
                        "certificate changed",
                        "CN=&lt;b&gt;new",
                        "class=\"differs\"",
                        "value=\"accept\"",
                        "AA:<wbr>AA",
                        "BB:<wbr>BB");
        post("trust", "", "action", "accept", "server", "vcenter.example", "sha256", FakeTrust.NEW.sha256());
        assertThat(trust.accepted).isEqualTo(FakeTrust.NEW);
        assertThat(get("trust", "").body()).contains("trusted").doesNotContain("value=\"accept\"", "class=\"differs\"");
        post("trust", "", "action", "follow", "server", "vcenter.example");
        assertThat(trust.followed).isTrue();
        assertThat(post("trust", "", "action", "accept", "server", "../..", "sha256", "x").status)
                .isEqualTo(409);
        console.access.role = Role.VIEWER;
        assertThat(get("trust", "").body()).contains("trusted").doesNotContain("value=\"look\"");
    }

    private FakeExchange get(String page, String rest) throws IOException, ServletException {
        return console.get(pages.get(page), "/system/console/connector-" + page + rest);
    }

    private FakeExchange post(String page, String rest, String... fields) throws IOException, ServletException {
        return console.post(pages.get(page), "/system/console/connector-" + page + rest, fields);
    }

    private static String shown(FakeExchange exchange) {
        Matcher field = SHOWN.matcher(exchange.body());
        assertThat(field.find()).as(exchange.body()).isTrue();
        return field.group(1);
    }
}
