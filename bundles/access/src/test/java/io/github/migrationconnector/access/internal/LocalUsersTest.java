package io.github.migrationconnector.access.internal;

import static io.github.migrationconnector.access.internal.Bench.ADMIN;
import static io.github.migrationconnector.access.internal.Bench.OTHER;
import static io.github.migrationconnector.access.internal.Bench.PASSWORD;
import static io.github.migrationconnector.access.internal.Bench.actor;
import static io.github.migrationconnector.access.internal.Bench.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.api.user.User;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalUsersTest {
    @TempDir
    private Path home;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(home);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aPasswordStaysGoodHoweverOldItIs() {
        bench.user("olga", Role.VIEWER);
        bench.clock.advance(Duration.ofDays(3000));
        Secret token = bench.access.login("olga", OTHER, "here").orElseThrow().token();
        assertThat(bench.access.session(token)).isPresent();
    }

    @Test
    void aPasswordIsTakenAsItIsTyped() {
        Secret long64 = Secret.of("only letters and blanks in this one  that has more than sixty-four");
        for (Secret taken : List.of(long64, Secret.of("パスワードはここにあります長く"), Secret.of("x".repeat(251) + "abcde"))) {
            bench.users.create(ADMIN, "olga", Role.VIEWER, taken);
            assertThat(bench.access.login("olga", taken, "here")).isPresent();
            String text = taken.reveal(whole -> whole);
            for (String other : List.of(
                    text.substring(0, text.length() - 1),
                    text + " ",
                    " " + text,
                    text.toUpperCase(Locale.ROOT) + "x")) {
                bench.clock.advance(Duration.ofHours(1));
                assertThat(bench.access.login("olga", Secret.of(other), "here")).isEmpty();
            }
            bench.clock.advance(Duration.ofHours(1));
            bench.users.delete(ADMIN, "olga");
        }
    }

    @Test
    void aNewUserLogsInWithTheirRole() {
        User made = bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER);
        assertThat(made.enabled()).isTrue();
        assertThat(made.lastLoginAt()).isEqualTo(Instant.EPOCH);
        Session session = bench.access.login("olga", OTHER, "here").orElseThrow();
        assertThat(session.principal().role()).isEqualTo(Role.OPERATOR);
        assertThat(bench.users.find("olga").orElseThrow().lastLoginAt()).isEqualTo(bench.clock.instant());
        assertThat(bench.users.list()).extracting(User::name).containsExactly("admin", "olga");
        refused("USER_EXISTS", () -> bench.users.create(ADMIN, "olga", Role.VIEWER, OTHER));
        refused("USER_NAME_INVALID", () -> bench.users.create(ADMIN, "Olga", Role.VIEWER, OTHER));
        refused("PASSWORD_TOO_WEAK", () -> bench.users.create(ADMIN, "paul", Role.VIEWER, Secret.of("short")));
        assertThat(bench.users.find("paul")).isEmpty();
    }

    @Test
    void aNewPasswordOfTheAdministratorEndsTheLoginCode() {
        Secret early = bench.access.issue(ADMIN).code();
        bench.users.setPassword(ADMIN, "admin", OTHER);
        assertThat(bench.access.login("admin", early, "here")).isEmpty();
        bench.clock.advance(Duration.ofHours(1));
        Secret late = bench.access.issue(ADMIN).code();
        assertThat(bench.access.login("admin", late, "here")).isPresent();
    }

    @Test
    void onlyAdministratorsChangeUsers() {
        bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER);
        for (Role role : List.of(Role.OPERATOR, Role.VIEWER)) {
            var other = actor("olga", role);
            refused("FORBIDDEN", () -> bench.users.create(other, "eve", Role.ADMIN, OTHER));
            refused("FORBIDDEN", () -> bench.users.changeRole(other, "olga", Role.ADMIN));
            refused("FORBIDDEN", () -> bench.users.setPassword(other, "admin", OTHER));
            refused("FORBIDDEN", () -> bench.users.setEnabled(other, "admin", false));
            refused("FORBIDDEN", () -> bench.users.delete(other, "admin"));
        }
        assertThat(bench.users.list()).hasSize(2);
        assertThat(bench.access.login("admin", PASSWORD, "x")).isPresent();
    }

    @Test
    void theLastAdministratorStays() {
        refused("LAST_ADMINISTRATOR", () -> bench.users.delete(ADMIN, "admin"));
        refused("LAST_ADMINISTRATOR", () -> bench.users.changeRole(ADMIN, "admin", Role.OPERATOR));
        refused("LAST_ADMINISTRATOR", () -> bench.users.setEnabled(ADMIN, "admin", false));
        bench.users.create(ADMIN, "second", Role.ADMIN, OTHER);
        bench.users.setEnabled(ADMIN, "second", false);
        refused("LAST_ADMINISTRATOR", () -> bench.users.delete(ADMIN, "admin"));
        bench.users.setEnabled(ADMIN, "second", true);
        bench.users.delete(ADMIN, "admin");
        assertThat(bench.users.list()).extracting(User::name).containsExactly("second");
        assertThat(bench.access.passwordIsSet())
                .as("the one-time code stays closed")
                .isTrue();
    }

    @Test
    void aDisabledUserIsLetInNoWhere() {
        bench.user("olga", Role.OPERATOR);
        Session session = bench.access.login("olga", OTHER, "here").orElseThrow();
        Secret token = bench.tokens
                .create(ADMIN, new TokenRequest("ci", "olga", Role.VIEWER, Duration.ofDays(1)))
                .secret();
        String key = bench.keys.create(ADMIN, "olga", Role.VIEWER, "").key().accessKeyId();
        bench.users.setEnabled(ADMIN, "olga", false);
        assertThat(bench.access.session(session.token())).isEmpty();
        assertThat(bench.access.login("olga", OTHER, "here")).isEmpty();
        assertThat(bench.access.bearer(token)).isEmpty();
        assertThat(bench.keys.find(key)).isEmpty();
        bench.users.setEnabled(ADMIN, "olga", true);
        assertThat(bench.access.session(session.token()))
                .as("a session does not come back")
                .isEmpty();
        assertThat(bench.access.bearer(token)).isPresent();
        assertThat(bench.keys.find(key)).isPresent();
    }

    @Test
    void whatBelongsToADeletedUserGoesAlong() {
        bench.user("olga", Role.OPERATOR);
        Secret token = bench.tokens
                .create(ADMIN, new TokenRequest("ci", "olga", Role.VIEWER, Duration.ofDays(1)))
                .secret();
        String key = bench.keys.create(ADMIN, "olga", Role.VIEWER, "").key().accessKeyId();
        Session session = bench.access.login("olga", OTHER, "here").orElseThrow();
        bench.users.delete(ADMIN, "olga");
        assertThat(bench.access.session(session.token())).isEmpty();
        assertThat(bench.access.bearer(token)).isEmpty();
        assertThat(bench.keys.find(key)).isEmpty();
        assertThat(bench.secrets.get(LocalApiKeys.recordOf(key), "test")).isEmpty();
        refused("USER_NOT_FOUND", () -> bench.users.delete(ADMIN, "olga"));
        bench.users.create(ADMIN, "olga", Role.VIEWER, OTHER);
        assertThat(bench.access.bearer(token)).as("not of her namesake either").isEmpty();
    }

    @Test
    void aNewRoleOrPasswordEndsTheSessions() {
        bench.user("olga", Role.OPERATOR);
        Session first = bench.access.login("olga", OTHER, "here").orElseThrow();
        bench.users.changeRole(ADMIN, "olga", Role.VIEWER);
        assertThat(bench.access.session(first.token())).isEmpty();
        Session second = bench.access.login("olga", OTHER, "here").orElseThrow();
        assertThat(second.principal().role()).isEqualTo(Role.VIEWER);
        bench.users.setPassword(ADMIN, "olga", PASSWORD);
        assertThat(bench.access.session(second.token())).isEmpty();
        assertThat(bench.access.login("olga", OTHER, "here")).isEmpty();
        assertThat(bench.access.login("olga", PASSWORD, "here")).isPresent();
    }

    @Test
    void aPasswordThatAnAdministratorChoseOpensNothingButTheChoiceOfAnother() {
        bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER);
        var olga = actor("olga", Role.OPERATOR);
        Secret start = bench.access.login("olga", OTHER, "here").orElseThrow().token();
        assertThat(bench.access.session(start)).isEmpty();
        assertThat(bench.access.startSession(start).orElseThrow().principal().name())
                .isEqualTo("olga");
        refused("PASSWORD_UNCHANGED", () -> bench.users.changeOwnPassword(olga, OTHER, OTHER));
        assertThat(bench.access.session(start)).isEmpty();
        bench.users.changeOwnPassword(olga, OTHER, PASSWORD);
        assertThat(bench.access.startSession(start)).isEmpty();
        Secret own = bench.access.login("olga", PASSWORD, "here").orElseThrow().token();
        assertThat(bench.access.session(own)).isPresent();
        assertThat(bench.access.startSession(own)).isEmpty();
        bench.users.setPassword(ADMIN, "olga", OTHER);
        Secret again = bench.access.login("olga", OTHER, "here").orElseThrow().token();
        assertThat(bench.access.session(again)).as("given once more").isEmpty();
        bench.users.setPassword(ADMIN, "admin", OTHER);
        Secret admin = bench.access.login("admin", OTHER, "here").orElseThrow().token();
        assertThat(bench.access.session(admin))
                .as("an administrator's own, without the current one")
                .isEmpty();
    }

    /** An administrator may make a token in somebody's name; a password that is set by it is none that somebody chose. */
    @Test
    void aTokenInTheOwnersNameDoesNotTurnAStartPasswordIntoTheirOwn() {
        bench.users.create(ADMIN, "paula", Role.ADMIN, OTHER);
        Secret token = bench.tokens
                .create(ADMIN, new TokenRequest("for-paula", "paula", Role.ADMIN, Duration.ofDays(1)))
                .secret();
        Principal paula = bench.access.bearer(token).orElseThrow();
        assertThat(paula).isEqualTo(new Principal("paula", Role.ADMIN));
        bench.users.setPassword(new Actor(paula, "10.0.0.1"), "paula", PASSWORD);
        Secret start =
                bench.access.login("paula", PASSWORD, "here").orElseThrow().token();
        assertThat(bench.access.session(start)).isEmpty();
        assertThat(bench.access.startSession(start)).isPresent();
    }

    @Test
    void nobodyIsCalledLikeAPartOfTheConnectorInTheTrail() {
        for (String name : List.of("connector", "set-up", "token-file")) {
            refused("USER_NAME_RESERVED", () -> bench.users.create(ADMIN, name, Role.ADMIN, OTHER));
        }
        assertThat(bench.users.list()).extracting(User::name).containsExactly("admin");
    }

    @Test
    void changesTheirOwnPasswordWithTheCurrentOneOnly() {
        bench.user("olga", Role.VIEWER);
        var olga = actor("olga", Role.VIEWER);
        Session session = bench.access.login("olga", OTHER, "here").orElseThrow();
        refused("PASSWORD_WRONG", () -> bench.users.changeOwnPassword(olga, PASSWORD, PASSWORD));
        refused("PASSWORD_TOO_WEAK", () -> bench.users.changeOwnPassword(olga, OTHER, Secret.of("short")));
        bench.users.changeOwnPassword(olga, OTHER, PASSWORD);
        assertThat(bench.access.session(session.token())).isEmpty();
        assertThat(bench.access.login("olga", PASSWORD, "here")).isPresent();
        for (int guess = 0; guess < 5; guess++) {
            refused("PASSWORD_WRONG", () -> bench.users.changeOwnPassword(olga, OTHER, PASSWORD));
        }
        refused("TOO_MANY_ATTEMPTS", () -> bench.users.changeOwnPassword(olga, PASSWORD, OTHER));
    }

    @Test
    void everyChangeIsWrittenDown() {
        bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER);
        bench.users.changeRole(ADMIN, "olga", Role.VIEWER);
        bench.users.setPassword(ADMIN, "olga", PASSWORD);
        bench.users.setEnabled(ADMIN, "olga", false);
        bench.users.setEnabled(ADMIN, "olga", true);
        refused("FORBIDDEN", () -> bench.users.delete(actor("olga", Role.VIEWER), "admin"));
        bench.users.delete(ADMIN, "olga");
        assertThat(bench.audit.all())
                .containsExactly(
                        "admin user.create olga BEGUN",
                        "admin user.create olga DONE",
                        "admin user.change-role olga BEGUN",
                        "admin user.change-role olga DONE",
                        "admin user.set-password olga BEGUN",
                        "admin user.set-password olga DONE",
                        "admin user.disable olga BEGUN",
                        "admin user.disable olga DONE",
                        "admin user.enable olga BEGUN",
                        "admin user.enable olga DONE",
                        "olga user.delete admin BEGUN",
                        "olga user.delete admin REFUSED",
                        "admin user.delete olga BEGUN",
                        "admin user.delete olga DONE");
        assertThat(bench.audit.events.get(0).from()).isEqualTo("10.0.0.1");
    }

    @Test
    void whatCantBeWrittenDownIsNotDone() {
        bench.audit.fails = true;
        assertThatThrownBy(() -> bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER))
                .hasMessageContaining("planted");
        assertThat(bench.users.list()).extracting(User::name).doesNotContain("olga");
        assertThatThrownBy(() -> bench.access.login("admin", PASSWORD, "here")).hasMessageContaining("planted");
    }
}
