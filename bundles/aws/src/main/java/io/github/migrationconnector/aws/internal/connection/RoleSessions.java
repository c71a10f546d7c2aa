package io.github.migrationconnector.aws.internal.connection;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsEndpoints;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.connection.AwsRole;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the temporary credentials of the role in force, and gets new ones long before they end: while a quarter of their
 * life is left, one caller asks STS and the others go on with what there is. A run of any length so never meets an end.
 */
final class RoleSessions {
    private static final Logger log = LoggerFactory.getLogger(RoleSessions.class);
    private static final int LIFE_PARTS = 4;

    /** After a refusal the old credentials serve on for this long before STS is asked again. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final RoleAssumer assumer;
    private final InstantSource clock;
    private final Lock renewing = new ReentrantLock();
    // null until a role is assumed
    private volatile Kept kept;

    RoleSessions(RoleAssumer assumer, InstantSource clock) {
        this.assumer = assumer;
        this.clock = clock;
    }

    /** The keys that calls are signed with: the role's when there is one, else those that were entered. */
    AwsKeys keys(AwsConnection connection) {
        AwsRole role = connection.role();
        if (role.isNone()) {
            return connection.keys();
        }
        Origin origin = new Origin(connection.endpoints(), connection.keys(), role);
        Kept current = kept;
        if (usable(current, origin) && clock.instant().isBefore(current.renewAt())) {
            return current.session().keys();
        }
        if (!usable(current, origin)) {
            renewing.lock();
        } else if (!renewing.tryLock()) {
            return current.session().keys();
        }
        try {
            return renewed(origin);
        } finally {
            renewing.unlock();
        }
    }

    /** A session that AWS ended before its time is not used again. */
    void refused(AwsKeys keys) {
        renewing.lock();
        try {
            Kept current = kept;
            if (current != null && Keys.same(current.session().keys(), keys)) {
                kept = null;
            }
        } finally {
            renewing.unlock();
        }
    }

    private AwsKeys renewed(Origin origin) {
        Kept current = kept;
        Instant now = clock.instant();
        boolean usable = usable(current, origin);
        if (usable && now.isBefore(current.renewAt())) {
            return current.session().keys();
        }
        try {
            RoleSession session = assumer.assume(origin.endpoints(), origin.keys(), origin.role());
            Duration early = session.lasts().dividedBy(LIFE_PARTS);
            Instant ends = now.plus(session.lasts());
            kept = new Kept(origin, session, ends.minus(early), ends);
            return session.keys();
        } catch (ConnectorException failure) {
            if (!usable) {
                throw failure;
            }
            log.warn("the role's credentials are not renewed yet: {}", failure.getMessage());
            kept = new Kept(current.origin(), current.session(), now.plus(PAUSE_AFTER_FAILURE), current.ends());
            return current.session().keys();
        }
    }

    private boolean usable(Kept session, Origin origin) {
        return session != null
                && session.origin().same(origin)
                && clock.instant().isBefore(session.ends());
    }

    /** What a session was got with; another one needs another session. */
    private record Origin(AwsEndpoints endpoints, AwsKeys keys, AwsRole role) {
        boolean same(Origin other) {
            return endpoints.equals(other.endpoints) && role.equals(other.role) && Keys.same(keys, other.keys);
        }
    }

    private record Kept(Origin origin, RoleSession session, Instant renewAt, Instant ends) {}
}
