package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Sees to it that no account is locked by wrong logins, whoever types them. vCenter Single Sign-On locks an account after five
 * refused logins within three minutes (vSphere Authentication, "Edit the vCenter Single Sign-On Lockout Policy"); here it ends
 * after three within five, and the count is kept over a restart.
 */
final class LoginGuard {
    private static final int MOST = 3;
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Database database;
    private final Clock clock;

    LoginGuard(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Asks whether another login may be tried.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code VCENTER_LOGIN_PAUSED}
     */
    void check(VcenterEndpoint endpoint) {
        long since = clock.instant().minus(WITHIN).toEpochMilli();
        long[] found = database.read(handle -> handle.createQuery(
                        "select count(*) as n, coalesce(min(at_millis), 0) as oldest from registration_refused_login"
                                + " where server = ? and login = ? and at_millis > ?")
                .bind(0, endpoint.server().toString())
                .bind(1, endpoint.user())
                .bind(2, since)
                .map((row, context) -> new long[] {row.getLong("n"), row.getLong("oldest")})
                .one());
        if (found[0] >= MOST) {
            Instant again = Instant.ofEpochMilli(found[1]).plus(WITHIN);
            throw Problem.fatal(
                            "VCENTER_LOGIN_PAUSED",
                            "vCenter refused " + endpoint.user() + " " + found[0]
                                    + " times within minutes; another wrong password might lock the account",
                            "Check the password in vCenter's own page, and try again after "
                                    + again.truncatedTo(ChronoUnit.SECONDS) + ".")
                    .asException();
        }
    }

    void refused(VcenterEndpoint endpoint) {
        database.write(handle -> {
            handle.createUpdate("delete from registration_refused_login where at_millis < ?")
                    .bind(0, clock.instant().minus(WITHIN).toEpochMilli())
                    .execute();
            return handle.createUpdate(
                            "insert into registration_refused_login (server, login, at_millis) values (?, ?, ?)")
                    .bind(0, endpoint.server().toString())
                    .bind(1, endpoint.user())
                    .bind(2, clock.millis())
                    .execute();
        });
    }

    void welcomed(VcenterEndpoint endpoint) {
        database.write(
                handle -> handle.createUpdate("delete from registration_refused_login where server = ? and login = ?")
                        .bind(0, endpoint.server().toString())
                        .bind(1, endpoint.user())
                        .execute());
    }
}
