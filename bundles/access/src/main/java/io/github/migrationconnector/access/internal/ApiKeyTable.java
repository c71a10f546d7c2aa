package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of API keys, without their secrets. */
final class ApiKeyTable {
    private static final Duration USE_GRAIN = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;

    ApiKeyTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<ApiKey> list() {
        return database.read(handle -> handle.createQuery(
                        "select access_key_id, user_name, role, description, created_at, used_at from access_key"
                                + " order by created_at, access_key_id")
                .map((row, context) -> new ApiKey(
                        row.getString("access_key_id"),
                        row.getString("user_name"),
                        Role.valueOf(row.getString("role")),
                        row.getString("description"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("used_at"))))
                .list());
    }

    void add(ApiKey key) {
        database.write(handle -> handle.createUpdate(
                        "insert into access_key (access_key_id, user_name, role, description, created_at, used_at)"
                                + " values (?, ?, ?, ?, ?, 0)")
                .bind(0, key.accessKeyId())
                .bind(1, key.owner())
                .bind(2, key.role().name())
                .bind(3, key.description())
                .bind(4, key.createdAt().toEpochMilli())
                .execute());
    }

    /** Who signs with a key, unless its owner may not log in. */
    Optional<Principal> find(String accessKeyId) {
        long now = clock.millis();
        Optional<Row> row = database.read(handle -> handle.createQuery(
                        "select access_key.user_name, access_key.role as key_role, access_user.role as user_role, used_at"
                                + " from access_key join access_user on access_user.name = access_key.user_name"
                                + " where access_key_id = ? and enabled = ?")
                .bind(0, accessKeyId)
                .bind(1, true)
                .map((found, context) -> new Row(
                        new Principal(
                                found.getString("user_name"),
                                AccessRules.weaker(
                                        Role.valueOf(found.getString("key_role")),
                                        Role.valueOf(found.getString("user_role")))),
                        found.getLong("used_at")))
                .findOne());
        if (row.isPresent() && now - row.get().usedAt() >= USE_GRAIN.toMillis()) {
            database.write(handle -> handle.createUpdate("update access_key set used_at = ? where access_key_id = ?")
                    .bind(0, now)
                    .bind(1, accessKeyId)
                    .execute());
        }
        return row.map(Row::principal);
    }

    /** Removes one; false when there is none of that id. */
    boolean remove(String accessKeyId) {
        return database.write(handle -> handle.createUpdate("delete from access_key where access_key_id = ?")
                        .bind(0, accessKeyId)
                        .execute()
                == 1);
    }

    private record Row(Principal principal, long usedAt) {}
}
