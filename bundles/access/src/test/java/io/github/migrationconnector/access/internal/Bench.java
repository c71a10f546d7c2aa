package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.InMemoryCredentialStore;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** All services of this bundle over one real database. */
final class Bench implements AutoCloseable {
    static final Secret PASSWORD = Secret.of("correct horse battery");
    static final Secret OTHER = Secret.of("another horse battery");
    static final SessionTable.Limits LIMITS = new SessionTable.Limits(Duration.ofMinutes(30), Duration.ofHours(12));
    static final Actor ADMIN = new Actor(new Principal("admin", Role.ADMIN), "10.0.0.1");

    final HandClock clock = new HandClock();
    final ListedAudit audit = new ListedAudit();
    final InMemoryCredentialStore secrets = new InMemoryCredentialStore();
    final TemporaryDatabase database;
    final Accounts accounts;
    final LocalAccess access;
    final LocalUsers users;
    final LocalSessions sessions;
    final LocalTokens tokens;
    final LocalApiKeys keys;

    /** With the administrator {@code admin}. */
    Bench(Path home) {
        database = new TemporaryDatabase(home);
        accounts = new Accounts(database, LIMITS, clock);
        PresentCredentials credentials = new PresentCredentials();
        credentials.bindCredentials(secrets);
        access = new LocalAccess(home, accounts, audit, MenuDoor.closed());
        users = new LocalUsers(accounts, credentials, audit);
        sessions = new LocalSessions(accounts, audit);
        tokens = new LocalTokens(accounts, audit);
        keys = new LocalApiKeys(accounts, credentials, audit);
        access.setPassword(ADMIN.principal(), PASSWORD);
        audit.events.clear();
    }

    /** A user who has chosen the password {@link #OTHER} themselves. */
    void user(String name, Role role) {
        users.create(ADMIN, name, role, OTHER);
        accounts.users().setPassword(name, accounts.logins().hash(OTHER), false);
        audit.events.clear();
    }

    static Actor actor(String name, Role role) {
        return new Actor(new Principal(name, role), "10.0.0.2");
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    @Override
    public void close() {
        access.close();
        database.close();
    }
}
