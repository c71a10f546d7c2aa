package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.user.User;
import io.github.migrationconnector.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The table of users. */
final class UserTable {
    private static final String COLUMNS =
            "select name, role, enabled, created_at, changed_at, login_at, password from access_user";

    private final Database database;
    private final Clock clock;

    UserTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<User> list() {
        return database.read(handle -> handle.createQuery(COLUMNS + " order by name")
                .map((row, context) -> userOf(row))
                .list());
    }

    Optional<User> find(String name) {
        return account(name).map(Account::user);
    }

    Optional<Account> account(String name) {
        return database.read(handle -> handle.createQuery(COLUMNS + " where name = ?")
                .bind(0, name)
                .map((row, context) -> new Account(userOf(row), new PasswordHash(row.getString("password"))))
                .findOne());
    }

    /** Whether an administrator may log in. */
    boolean hasAdministrator() {
        return database.read(handle -> administratorsBut(handle, "") > 0);
    }

    /** Makes a user; false when there is one of that name. */
    boolean add(Principal principal, PasswordHash password, boolean start) {
        long now = clock.millis();
        return database.write(handle -> handle.createUpdate(
                                "insert into access_user (name, role, password, created_at, changed_at, start_password)"
                                        + " values (?, ?, ?, ?, ?, ?) on conflict (name) do nothing")
                        .bind(0, principal.name())
                        .bind(1, principal.role().name())
                        .bind(2, password.phc())
                        .bind(3, now)
                        .bind(4, now)
                        .bind(5, start)
                        .execute()
                == 1);
    }

    /** Makes an enabled user, or changes the one of that name, and ends all of their sessions. */
    void put(Principal principal, PasswordHash password) {
        long now = clock.millis();
        database.write(handle -> {
            endSessions(handle, principal.name());
            return handle.createUpdate("insert into access_user (name, role, password, created_at, changed_at)"
                            + " values (?, ?, ?, ?, ?)"
                            + " on conflict (name) do update set role = excluded.role, enabled = true,"
                            + " password = excluded.password, changed_at = excluded.changed_at,"
                            + " start_password = false")
                    .bind(0, principal.name())
                    .bind(1, principal.role().name())
                    .bind(2, password.phc())
                    .bind(3, now)
                    .bind(4, now)
                    .execute();
        });
    }

    /** {@code start}: its owner has to choose another one before anything else. */
    void setPassword(String name, PasswordHash password, boolean start) {
        long now = clock.millis();
        change(name, false, handle -> handle.createUpdate(
                        "update access_user set password = ?, changed_at = ?, start_password = ? where name = ?")
                .bind(0, password.phc())
                .bind(1, now)
                .bind(2, start)
                .bind(3, name)
                .execute());
    }

    void setRole(String name, Role role) {
        change(name, role != Role.ADMIN, handle -> handle.createUpdate("update access_user set role = ? where name = ?")
                .bind(0, role.name())
                .bind(1, name)
                .execute());
    }

    void setEnabled(String name, boolean enabled) {
        change(name, !enabled, handle -> handle.createUpdate("update access_user set enabled = ? where name = ?")
                .bind(0, enabled)
                .bind(1, name)
                .execute());
    }

    /** Removes a user; what belongs to them goes along. */
    void delete(String name) {
        change(name, true, handle -> handle.createUpdate("delete from access_user where name = ?")
                .bind(0, name)
                .execute());
    }

    void loggedIn(String name) {
        long now = clock.millis();
        database.write(handle -> handle.createUpdate("update access_user set login_at = ? where name = ?")
                .bind(0, now)
                .bind(1, name)
                .execute());
    }

    /** One transaction, so that two administrators can't remove each other. */
    private void change(String name, boolean mayTakeTheLast, Consumer<Handle> work) {
        database.write(handle -> {
            boolean known = handle.createQuery("select count(*) from access_user where name = ?")
                            .bind(0, name)
                            .mapTo(Integer.class)
                            .one()
                    == 1;
            if (!known) {
                throw AccessRules.noSuchUser();
            }
            if (mayTakeTheLast && administratorsBut(handle, name) == 0) {
                throw AccessRules.lastAdministrator(name);
            }
            endSessions(handle, name);
            work.accept(handle);
            return name;
        });
    }

    private static int administratorsBut(Handle handle, String name) {
        return handle.createQuery("select count(*) from access_user where role = ? and enabled = ? and name <> ?")
                .bind(0, Role.ADMIN.name())
                .bind(1, true)
                .bind(2, name)
                .mapTo(Integer.class)
                .one();
    }

    private static void endSessions(Handle handle, String name) {
        handle.createUpdate("delete from access_session where user_name = ?")
                .bind(0, name)
                .execute();
    }

    private static User userOf(ResultSet row) throws SQLException {
        return new User(
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("enabled"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                Instant.ofEpochMilli(row.getLong("login_at")));
    }

    /** Somebody with a password. */
    record Account(User user, PasswordHash password) {
        Principal principal() {
            return new Principal(user.name(), user.role());
        }

        @Override
        public String toString() {
            return "account of " + user.name();
        }
    }
}
