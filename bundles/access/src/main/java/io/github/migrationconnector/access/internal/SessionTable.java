package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.network.IpText;
import io.github.migrationconnector.api.session.LiveSession;
import io.github.migrationconnector.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of sessions. It holds digests of tokens, so its reader gains no session. */
final class SessionTable {
    /** How exact the idle time is: a use within it is not written down, since each write is a sync. */
    private static final Duration GRAIN = Duration.ofSeconds(30);

    private static final String COLUMNS =
            "select name, role, address, access_session.created_at, used_at, token_digest from access_session"
                    + " join access_user on access_user.name = access_session.user_name where enabled = ?";

    private final Database database;
    private final Clock clock;
    private final Limits limits;
    private final OpaqueTokens tokens = new OpaqueTokens();

    SessionTable(Database database, Clock clock, Limits limits) {
        this.database = database;
        this.clock = clock;
        this.limits = limits;
    }

    /** Begins a session, with a token that nobody has seen before. */
    Session begin(Principal principal, String address) {
        Secret token = tokens.fresh();
        long now = clock.millis();
        database.write(handle -> {
            handle.createUpdate("delete from access_session where used_at < ? or created_at < ?")
                    .bind(0, now - limits.idle().toMillis())
                    .bind(1, now - limits.absolute().toMillis())
                    .execute();
            return handle.createUpdate(
                            "insert into access_session (token_digest, user_name, address, created_at, used_at)"
                                    + " values (?, ?, ?, ?, ?)")
                    .bind(0, OpaqueTokens.digest(token))
                    .bind(1, principal.name())
                    .bind(2, IpText.of(address))
                    .bind(3, now)
                    .bind(4, now)
                    .execute();
        });
        return new Session(token, OpaqueTokens.csrfToken(token), principal);
    }

    /** The session of a token, unless it was idle or lived too long; renews its idle time. */
    Optional<Session> find(Secret token) {
        return find(token, false);
    }

    /** The same of somebody who has to choose a password of their own first. */
    Optional<Session> findStart(Secret token) {
        return find(token, true);
    }

    private Optional<Session> find(Secret token, boolean start) {
        String digest = OpaqueTokens.digest(token);
        Optional<Row> row = database.read(
                        handle -> handle.createQuery(COLUMNS + " and token_digest = ? and start_password = ?")
                                .bind(0, true)
                                .bind(1, digest)
                                .bind(2, start)
                                .map((found, context) -> rowOf(found))
                                .findOne())
                .filter(this::lives);
        long now = clock.millis();
        if (row.isPresent() && now - row.get().usedAt() >= GRAIN.toMillis()) {
            database.write(handle -> handle.createUpdate("update access_session set used_at = ? where token_digest = ?")
                    .bind(0, now)
                    .bind(1, digest)
                    .execute());
        }
        return row.map(found -> new Session(token, OpaqueTokens.csrfToken(token), found.principal()));
    }

    /** All that live, the latest used first. */
    List<LiveSession> list() {
        return database
                .read(handle -> handle.createQuery(COLUMNS + " order by used_at desc")
                        .bind(0, true)
                        .map((found, context) -> rowOf(found))
                        .list())
                .stream()
                .filter(this::lives)
                .map(row -> new LiveSession(
                        OpaqueTokens.sessionId(row.digest()),
                        row.principal().name(),
                        row.principal().role(),
                        row.address(),
                        Instant.ofEpochMilli(row.createdAt()),
                        Instant.ofEpochMilli(row.usedAt())))
                .toList();
    }

    void end(Secret token) {
        endDigest(OpaqueTokens.digest(token));
    }

    /** Ends one by its id. */
    void endId(String id) {
        database
                .read(handle -> handle.createQuery("select token_digest from access_session")
                        .mapTo(String.class)
                        .list())
                .stream()
                .filter(digest -> OpaqueTokens.sessionId(digest).equals(id))
                .forEach(this::endDigest);
    }

    /** Ends a user's; says how many there were. */
    int endAll(String userName) {
        return database.write(handle -> handle.createUpdate("delete from access_session where user_name = ?")
                .bind(0, userName)
                .execute());
    }

    private void endDigest(String digest) {
        database.write(handle -> handle.createUpdate("delete from access_session where token_digest = ?")
                .bind(0, digest)
                .execute());
    }

    private boolean lives(Row row) {
        long now = clock.millis();
        return now - row.usedAt() < limits.idle().toMillis()
                && now - row.createdAt() < limits.absolute().toMillis();
    }

    private static Row rowOf(ResultSet found) throws SQLException {
        return new Row(
                new Principal(found.getString("name"), Role.valueOf(found.getString("role"))),
                found.getString("address"),
                found.getLong("created_at"),
                found.getLong("used_at"),
                found.getString("token_digest"));
    }

    /**
     * How long a session may live.
     *
     * @param idle without a request
     * @param absolute in all
     */
    record Limits(Duration idle, Duration absolute) {}

    private record Row(Principal principal, String address, long createdAt, long usedAt, String digest) {}
}
