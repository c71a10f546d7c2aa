package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.store.Database;
import java.time.Clock;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The tables of this bundle, and what checks passwords against them: one for all of its components. */
@Component(service = Accounts.class, configurationPid = LocalAccess.PID)
@Designate(ocd = AccessConfig.class)
public final class Accounts {
    private static final String TABLES = "io/github/migrationconnector/access/tables";

    private final Clock clock;
    private final UserTable users;
    private final SessionTable sessions;
    private final TokenTable tokens;
    private final ApiKeyTable keys;
    private final Logins logins;

    @Activate
    public Accounts(@Reference Database database, AccessConfig config) {
        this(
                database,
                new SessionTable.Limits(
                        Duration.ofMinutes(config.sessionIdleMinutes()), Duration.ofHours(config.sessionHours())),
                Clock.systemUTC());
    }

    Accounts(Database database, SessionTable.Limits limits, Clock clock) {
        database.migrate("access", Accounts.class.getClassLoader(), TABLES);
        this.clock = clock;
        users = new UserTable(database, clock);
        sessions = new SessionTable(database, clock, limits);
        tokens = new TokenTable(database, clock);
        keys = new ApiKeyTable(database, clock);
        logins = new Logins(users, clock);
    }

    Clock clock() {
        return clock;
    }

    UserTable users() {
        return users;
    }

    SessionTable sessions() {
        return sessions;
    }

    TokenTable tokens() {
        return tokens;
    }

    ApiKeyTable keys() {
        return keys;
    }

    Logins logins() {
        return logins;
    }
}
