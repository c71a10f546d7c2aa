package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table of users. */
final class Users {
    private final Database database;
    private final Clock clock;

    Users(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Optional<User> find(String name) {
        return database.read(handle -> handle.createQuery("select name, role, password from access_user where name = ?")
                .bind(0, name)
                .map((row, context) -> new User(
                        new Principal(row.getString("name"), Role.valueOf(row.getString("role"))),
                        new PasswordHash(row.getString("password"))))
                .findOne());
    }

    /** Makes a user; false when there is one of that name. */
    boolean add(User user) {
        return database.write(handle -> handle.createUpdate("insert into access_user (name, role, password, changed_at)"
                                + " values (?, ?, ?, ?) on conflict (name) do nothing")
                        .bind(0, user.principal().name())
                        .bind(1, user.principal().role().name())
                        .bind(2, user.password().phc())
                        .bind(3, clock.millis())
                        .execute()
                == 1);
    }

    /** Makes a user, or changes the one of that name, and ends all of their sessions. */
    void put(User user) {
        database.write(handle -> {
            endSessions(handle, user.principal().name());
            return handle.createUpdate("insert into access_user (name, role, password, changed_at) values (?, ?, ?, ?)"
                            + " on conflict (name) do update set role = excluded.role,"
                            + " password = excluded.password, changed_at = excluded.changed_at")
                    .bind(0, user.principal().name())
                    .bind(1, user.principal().role().name())
                    .bind(2, user.password().phc())
                    .bind(3, clock.millis())
                    .execute();
        });
    }

    private static void endSessions(Handle handle, String name) {
        handle.createUpdate("delete from access_session where user_name = ?")
                .bind(0, name)
                .execute();
    }

    /** Somebody with a password. */
    record User(Principal principal, PasswordHash password) {}
}
