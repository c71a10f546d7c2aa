package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The table of sessions. It holds digests of tokens, so its reader gains no session. */
final class Sessions {
    /** How exact the idle time is: a use within it is not written down, since each write is a sync. */
    private static final Duration GRAIN = Duration.ofSeconds(30);

    private final Database database;
    private final Clock clock;
    private final Limits limits;
    private final OpaqueTokens tokens = new OpaqueTokens();

    Sessions(Database database, Clock clock, Limits limits) {
        this.database = database;
        this.clock = clock;
        this.limits = limits;
    }

    /** Begins a session, with a token that nobody has seen before. */
    Session begin(Principal principal) {
        Secret token = tokens.fresh();
        long now = clock.millis();
        database.write(handle -> {
            handle.createUpdate("delete from access_session where used_at < ? or created_at < ?")
                    .bind(0, now - limits.idle().toMillis())
                    .bind(1, now - limits.absolute().toMillis())
                    .execute();
            return handle.createUpdate(
                            "insert into access_session (token_digest, user_name, created_at, used_at) values (?, ?, ?, ?)")
                    .bind(0, OpaqueTokens.digest(token))
                    .bind(1, principal.name())
                    .bind(2, now)
                    .bind(3, now)
                    .execute();
        });
        return new Session(token, OpaqueTokens.csrfToken(token), principal);
    }

    /** The session of a token, unless it was idle or lived too long; renews its idle time. */
    Optional<Session> find(Secret token) {
        String digest = OpaqueTokens.digest(token);
        long now = clock.millis();
        Optional<Row> row = database.read(handle -> handle.createQuery(
                        "select name, role, created_at, used_at from access_session"
                                + " join access_user on access_user.name = access_session.user_name where token_digest = ?")
                .bind(0, digest)
                .map((found, context) -> new Row(
                        new Principal(found.getString("name"), Role.valueOf(found.getString("role"))),
                        found.getLong("created_at"),
                        found.getLong("used_at")))
                .findOne());
        if (row.isEmpty()
                || now - row.get().usedAt() >= limits.idle().toMillis()
                || now - row.get().createdAt() >= limits.absolute().toMillis()) {
            return Optional.empty();
        }
        if (now - row.get().usedAt() >= GRAIN.toMillis()) {
            database.write(handle -> handle.createUpdate("update access_session set used_at = ? where token_digest = ?")
                    .bind(0, now)
                    .bind(1, digest)
                    .execute());
        }
        return Optional.of(
                new Session(token, OpaqueTokens.csrfToken(token), row.get().principal()));
    }

    void end(Secret token) {
        database.write(handle -> handle.createUpdate("delete from access_session where token_digest = ?")
                .bind(0, OpaqueTokens.digest(token))
                .execute());
    }

    /**
     * How long a session may live.
     *
     * @param idle without a request
     * @param absolute in all
     */
    record Limits(Duration idle, Duration absolute) {}

    private record Row(Principal principal, long createdAt, long usedAt) {}
}
