package io.github.migrationconnector.api.audit;

import io.github.migrationconnector.api.access.Actor;
import java.util.Objects;

/**
 * Something that is to be written down. No part of it may be a secret; what is longer than {@link #LONGEST} characters is
 * cut.
 *
 * @param who a user's name, or {@code connector} for the connector itself, or what a stranger called themselves
 * @param from the network address, or {@code local}
 * @param action what was done, in the form {@code thing.verb}: {@code user.create}, {@code job.delete}
 * @param target to what: a name or an id; may be empty
 * @param result how it ended, or that it begins
 */
public record AuditEvent(String who, String from, String action, String target, Result result) {
    /** Longer names are not ours. */
    public static final int LONGEST = 200;

    /** How something ended, or that it begins. */
    public enum Result {
        /** It is about to be done; another record tells how it ended. Without one, nobody knows: the process stopped within. */
        BEGUN,
        /** It was done. */
        DONE,
        /** It was not allowed. */
        REFUSED,
        /** It was allowed and went wrong. */
        FAILED
    }

    public AuditEvent {
        who = cut(who);
        from = cut(from);
        if (!action.matches("[a-z][a-z-]{0,30}\\.[a-z][a-z-]{0,30}")) {
            throw new IllegalArgumentException("not an action: " + action);
        }
        target = cut(target);
        Objects.requireNonNull(result, "result");
    }

    /** What somebody who was recognised did. */
    public static AuditEvent of(Actor actor, String action, String target, Result result) {
        return new AuditEvent(actor.principal().name(), actor.address(), action, target, result);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
