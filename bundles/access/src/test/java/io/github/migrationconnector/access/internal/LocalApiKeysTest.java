package io.github.migrationconnector.access.internal;

import static io.github.migrationconnector.access.internal.Bench.ADMIN;
import static io.github.migrationconnector.access.internal.Bench.OTHER;
import static io.github.migrationconnector.access.internal.Bench.actor;
import static io.github.migrationconnector.access.internal.Bench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.apikey.IssuedApiKey;
import io.github.migrationconnector.api.apikey.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalApiKeysTest {
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
    void givesItsSecretToWhoeverChecksASignature() {
        IssuedApiKey issued = bench.keys.create(ADMIN, "olga", Role.VIEWER, "backup script");
        ApiKey key = issued.key();
        assertThat(key.accessKeyId()).hasSize(20);
        assertThat(issued.secretAccessKey().<Integer>reveal(String::length)).isEqualTo(40);
        SigningKey found = bench.keys.find(key.accessKeyId()).orElseThrow();
        assertThat(found.principal()).isEqualTo(new Principal("olga", Role.VIEWER));
        assertThat(found.secretAccessKey().matches(issued.secretAccessKey())).isTrue();
        assertThat(bench.keys.list().get(0).lastUsedAt()).isEqualTo(bench.clock.instant());
        assertThat(key.lastUsedAt()).isEqualTo(Instant.EPOCH);
        assertThat(issued.toString()).doesNotContain(issued.secretAccessKey().<String>reveal(text -> text));
    }

    @Test
    void knowsNoOtherKey() {
        assertThat(bench.keys.find("AKIAAAAAAAAAAAAAAAAA")).isEmpty();
        assertThat(bench.keys.find("../vcenter")).isEmpty();
        assertThat(bench.keys.find("")).isEmpty();
    }

    @Test
    void isWorthlessOnceRevoked() {
        String id = bench.keys.create(ADMIN, "olga", Role.VIEWER, "").key().accessKeyId();
        bench.keys.revoke(ADMIN, id);
        assertThat(bench.keys.find(id)).isEmpty();
        assertThat(bench.secrets.get(LocalApiKeys.recordOf(id), "test")).isEmpty();
        refused("API_KEY_NOT_FOUND", () -> bench.keys.revoke(ADMIN, id));
    }

    @Test
    void signsForNoMoreThanItsOwnerMay() {
        refused("ROLE_TOO_WIDE", () -> bench.keys.create(ADMIN, "olga", Role.ADMIN, ""));
        String id = bench.keys.create(ADMIN, "olga", Role.OPERATOR, "").key().accessKeyId();
        bench.users.changeRole(ADMIN, "olga", Role.VIEWER);
        assertThat(bench.keys.find(id).orElseThrow().principal().role()).isEqualTo(Role.VIEWER);
    }

    @Test
    void onlyAdministratorsMakeAndRevoke() {
        String id = bench.keys.create(ADMIN, "olga", Role.VIEWER, "").key().accessKeyId();
        var olga = actor("olga", Role.OPERATOR);
        refused("FORBIDDEN", () -> bench.keys.create(olga, "olga", Role.VIEWER, ""));
        refused("FORBIDDEN", () -> bench.keys.revoke(olga, id));
        refused("USER_NOT_FOUND", () -> bench.keys.create(ADMIN, "nobody", Role.VIEWER, ""));
        assertThat(bench.keys.list()).hasSize(1);
        assertThat(bench.audit.said()).contains("olga api-key.revoke " + id + " REFUSED");
    }
}
