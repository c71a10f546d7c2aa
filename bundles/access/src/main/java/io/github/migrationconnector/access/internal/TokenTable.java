package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.token.BearerToken;
import io.github.migrationconnector.api.token.TokenRequest;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of bearer tokens: of each its digest alone. */
final class TokenTable {
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);
    private static final Duration ENDED_SHOWN = Duration.ofDays(31);

    private final Database database;
    private final Clock clock;

    TokenTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<BearerToken> list() {
        return database.read(handle -> handle.createQuery(
                        "select name, user_name, role, created_at, expires_at, used_at from access_token order by created_at, name")
                .map((row, context) -> new BearerToken(
                        row.getString("name"),
                        row.getString("user_name"),
                        Role.valueOf(row.getString("role")),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("expires_at")),
                        Instant.ofEpochMilli(row.getLong("used_at"))))
                .list());
    }

    /** Keeps one; false when there is one of that name. Forgets those that ended long ago. */
    boolean add(TokenRequest request, Secret token) {
        long now = clock.millis();
        return database.write(handle -> {
            handle.createUpdate("delete from access_token where expires_at < ?")
                    .bind(0, now - ENDED_SHOWN.toMillis())
                    .execute();
            return handle.createUpdate("insert into access_token"
                                    + " (name, token_digest, user_name, role, created_at, expires_at, used_at)"
                                    + " values (?, ?, ?, ?, ?, ?, 0) on conflict (name) do nothing")
                            .bind(0, request.name())
                            .bind(1, OpaqueTokens.digest(token))
                            .bind(2, request.owner())
                            .bind(3, request.role().name())
                            .bind(4, now)
                            .bind(5, now + request.life().toMillis())
                            .execute()
                    == 1;
        });
    }

    /** Whose a token is, unless it ended or its owner may not log in. */
    Optional<Principal> find(Secret token) {
        String digest = OpaqueTokens.digest(token);
        long now = clock.millis();
        Optional<Row> row = database.read(handle -> handle.createQuery(
                        "select access_token.user_name, access_token.role as token_role, access_user.role as user_role, used_at"
                                + " from access_token join access_user on access_user.name = access_token.user_name"
                                + " where token_digest = ? and enabled = ? and expires_at > ?")
                .bind(0, digest)
                .bind(1, true)
                .bind(2, now)
                .map((found, context) -> new Row(
                        new Principal(
                                found.getString("user_name"),
                                AccessRules.weaker(
                                        Role.valueOf(found.getString("token_role")),
                                        Role.valueOf(found.getString("user_role")))),
                        found.getLong("used_at")))
                .findOne());
        if (row.isPresent() && now - row.get().usedAt() >= USE_GRAIN.toMillis()) {
            database.write(handle -> handle.createUpdate("update access_token set used_at = ? where token_digest = ?")
                    .bind(0, now)
                    .bind(1, digest)
                    .execute());
        }
        return row.map(Row::principal);
    }

    /** Removes one; false when there is none of that name. */
    boolean remove(String name) {
        return database.write(handle -> handle.createUpdate("delete from access_token where name = ?")
                        .bind(0, name)
                        .execute()
                == 1);
    }

    private record Row(Principal principal, long usedAt) {}
}
