package io.github.migrationconnector.access.internal;

import static io.github.migrationconnector.access.internal.Bench.ADMIN;
import static io.github.migrationconnector.access.internal.Bench.OTHER;
import static io.github.migrationconnector.access.internal.Bench.actor;
import static io.github.migrationconnector.access.internal.Bench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.TokenRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokensTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path home;

    private Bench bench;

    @BeforeEach
    void start() {
        bench = new Bench(home);
        bench.users.create(ADMIN, "olga", Role.OPERATOR, OTHER);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void opensUntilItEnds() {
        Secret token = create("ci", Role.VIEWER);
        assertThat(bench.access.bearer(token)).contains(new Principal("olga", Role.VIEWER));
        BearerToken shown = bench.tokens.list().get(0);
        assertThat(shown.lastUsedAt()).isEqualTo(bench.clock.instant());
        assertThat(shown.expiresAt()).isEqualTo(bench.clock.instant().plus(DAY));
        bench.clock.advance(DAY);
        assertThat(bench.access.bearer(token)).isEmpty();
        assertThat(bench.tokens.list()).as("shown for a while").hasSize(1);
    }

    @Test
    void isWorthlessOnceRevoked() {
        Secret token = create("ci", Role.VIEWER);
        bench.tokens.revoke(ADMIN, "ci");
        assertThat(bench.access.bearer(token)).isEmpty();
        refused("TOKEN_NOT_FOUND", () -> bench.tokens.revoke(ADMIN, "ci"));
    }

    @Test
    void opensNoMoreThanItsOwnerMay() {
        refused("ROLE_TOO_WIDE", () -> create("ci", Role.ADMIN));
        Secret token = create("ci", Role.OPERATOR);
        bench.users.changeRole(ADMIN, "olga", Role.VIEWER);
        assertThat(bench.access.bearer(token).orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void itsDigestAloneIsKept() {
        Secret token = create("ci", Role.VIEWER);
        String kept = bench.database.read(handle -> handle.createQuery("select token_digest from access_token")
                .mapTo(String.class)
                .one());
        assertThat(token.<String>reveal(text -> text)).isNotEqualTo(kept);
        assertThat(bench.access.bearer(Secret.of(kept))).isEmpty();
    }

    @Test
    void refusesWhatIsNoToken() {
        create("ci", Role.VIEWER);
        refused("TOKEN_EXISTS", () -> create("ci", Role.VIEWER));
        refused("TOKEN_INVALID", () -> create("CI", Role.VIEWER));
        refused(
                "TOKEN_INVALID",
                () -> bench.tokens.create(ADMIN, new TokenRequest("x", "olga", Role.VIEWER, Duration.ZERO)));
        refused(
                "TOKEN_INVALID",
                () -> bench.tokens.create(ADMIN, new TokenRequest("x", "olga", Role.VIEWER, Duration.ofDays(367))));
        refused("USER_NOT_FOUND", () -> bench.tokens.create(ADMIN, new TokenRequest("x", "nobody", Role.VIEWER, DAY)));
        var olga = actor("olga", Role.OPERATOR);
        refused("FORBIDDEN", () -> bench.tokens.create(olga, new TokenRequest("x", "olga", Role.VIEWER, DAY)));
        refused("FORBIDDEN", () -> bench.tokens.revoke(olga, "ci"));
    }

    private Secret create(String name, Role role) {
        return bench.tokens
                .create(ADMIN, new TokenRequest(name, "olga", role, DAY))
                .secret();
    }
}
