package io.github.migrationconnector.access.internal;

import static io.github.migrationconnector.access.internal.Bench.ADMIN;
import static io.github.migrationconnector.access.internal.Bench.LIMITS;
import static io.github.migrationconnector.access.internal.Bench.OTHER;
import static io.github.migrationconnector.access.internal.Bench.PASSWORD;
import static io.github.migrationconnector.access.internal.Bench.actor;
import static io.github.migrationconnector.access.internal.Bench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.session.LiveSession;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSessionsTest {
    @TempDir
    private Path home;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(home);
        bench.user("olga", Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void showsWhoIsLoggedInFromWhereAndNoToken() {
        Session session = bench.access.login("olga", OTHER, "10.1.1.1").orElseThrow();
        LiveSession shown = bench.sessions.list(ADMIN).get(0);
        assertThat(shown.userName()).isEqualTo("olga");
        assertThat(shown.address()).isEqualTo("10.1.1.1");
        assertThat(shown.createdAt()).isEqualTo(bench.clock.instant());
        assertThat(session.token().<String>reveal(text -> text)).isNotEqualTo(shown.id());
        bench.clock.advance(LIMITS.idle());
        assertThat(bench.sessions.list(ADMIN)).as("ended by itself").isEmpty();
    }

    @Test
    void revokesOneAtOnce() {
        Session first = bench.access.login("olga", OTHER, "a").orElseThrow();
        String id = bench.sessions.list(ADMIN).get(0).id();
        Session second = bench.access.login("olga", OTHER, "b").orElseThrow();
        bench.sessions.revoke(ADMIN, id);
        assertThat(bench.access.session(first.token())).isEmpty();
        assertThat(bench.access.session(second.token())).isPresent();
        refused("SESSION_NOT_FOUND", () -> bench.sessions.revoke(ADMIN, id));
    }

    @Test
    void othersSeeAndEndTheirOwnAlone() {
        bench.access.login("admin", PASSWORD, "a").orElseThrow();
        Session own = bench.access.login("olga", OTHER, "b").orElseThrow();
        var olga = actor("olga", Role.OPERATOR);
        assertThat(bench.sessions.list(olga)).extracting(LiveSession::userName).containsExactly("olga");
        String foreign = bench.sessions.list(ADMIN).stream()
                .filter(session -> session.userName().equals("admin"))
                .findFirst()
                .orElseThrow()
                .id();
        refused("SESSION_NOT_FOUND", () -> bench.sessions.revoke(olga, foreign));
        refused("FORBIDDEN", () -> bench.sessions.revokeAll(olga, "admin"));
        assertThat(bench.sessions.revokeAll(olga, "olga")).isEqualTo(1);
        assertThat(bench.access.session(own.token())).isEmpty();
        assertThat(bench.sessions.list(ADMIN)).hasSize(1);
    }
}
