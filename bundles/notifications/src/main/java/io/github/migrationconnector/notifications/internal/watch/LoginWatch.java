package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.notification.NotificationEvent;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether logins were refused so often that further ones wait, as the audit trail has it. One burst is told when it begins, and
 * again in each hour that it lasts; it ends when a login of the same name from the same address is taken, or none was refused for
 * a quarter of an hour. Reads the last records when it begins, then those alone that were appended since.
 */
final class LoginWatch implements Watch {
    private static final String LOGIN = "session.login";
    private static final int RECORDS = 200;

    /** From this one on, those who fail have to wait. */
    private static final int LOCKS_AT = 5;

    private static final Duration QUIET = Duration.ofMinutes(15);

    /** Strangers choose the names that they try. */
    private static final int MOST_BURSTS = 1000;

    private final Neighbours neighbours;
    private final String sender;
    private Seen known = Seen.NOTHING;
    private Seen seen = Seen.NOTHING;

    LoginWatch(Neighbours neighbours, String sender) {
        this.neighbours = neighbours;
        this.sender = sender;
    }

    /** Refusals in a row of one name from one address. */
    private record Burst(Instant last, int count) {
        private Burst and(Instant next) {
            return Duration.between(last, next).compareTo(QUIET) > 0 ? new Burst(next, 1) : new Burst(next, count + 1);
        }
    }

    /**
     * How far a look came; in force when what it saw is kept.
     *
     * @param number of the last record that was looked at; 0 before the first look
     * @param bursts that may go on, the one whose last refusal is youngest last
     */
    private record Seen(long number, Map<String, Burst> bursts) {
        private static final Seen NOTHING = new Seen(0, Map.of());
    }

    @Override
    public Sight look(Instant now) {
        List<AuditRecord> records = records(neighbours.audit());
        Map<String, Burst> bursts = new LinkedHashMap<>(known.bursts());
        List<Happening> happenings = new ArrayList<>();
        records.stream().filter(each -> each.event().action().equals(LOGIN)).forEach(each -> follow(each, bursts)
                .ifPresent(happenings::add));
        forget(bursts, now);
        long number = records.isEmpty()
                ? known.number()
                : records.get(records.size() - 1).number();
        seen = new Seen(number, bursts);
        return Sight.of(happenings);
    }

    private List<AuditRecord> records(Audit audit) {
        if (known.number() > 0) {
            return audit.after(known.number(), RECORDS);
        }
        List<AuditRecord> newest = new ArrayList<>(audit.newestBefore(Long.MAX_VALUE, RECORDS));
        Collections.reverse(newest);
        return newest;
    }

    private Optional<Happening> follow(AuditRecord login, Map<String, Burst> bursts) {
        AuditEvent event = login.event();
        String who = event.who() + " from " + event.from();
        return switch (event.result()) {
            case DONE -> {
                bursts.remove(who);
                yield Optional.empty();
            }
            case REFUSED -> {
                Burst before = bursts.remove(who);
                Burst burst = before == null ? new Burst(login.at(), 1) : before.and(login.at());
                // at the end: the oldest make room
                bursts.put(who, burst);
                yield burst.count() >= LOCKS_AT ? Optional.of(locked(burst, event)) : Optional.empty();
            }
            // nobody was refused
            case BEGUN, FAILED -> Optional.empty();
        };
    }

    private static void forget(Map<String, Burst> bursts, Instant now) {
        bursts.values().removeIf(burst -> burst.last().plus(QUIET).isBefore(now));
        Iterator<String> oldest = bursts.keySet().iterator();
        for (int surplus = bursts.size() - MOST_BURSTS; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public void kept() {
        known = seen;
    }

    private Happening locked(Burst burst, AuditEvent event) {
        return new Happening(
                // the same for all refusals of an hour: so a burst that goes on is told once in each
                "login/" + sender + "/" + event.who() + "/" + event.from() + "/"
                        + burst.last().truncatedTo(ChronoUnit.HOURS).getEpochSecond(),
                NotificationEvent.LOGIN_LOCKED,
                burst.last(),
                new Happening.Words(
                        "Logins of " + event.who() + " are refused",
                        LOCKS_AT + " logins of " + event.who() + " from " + event.from()
                                + " were refused in a row; further ones have to wait, longer each time.",
                        "If it was nobody you know, look at the audit trail, and keep that address from the"
                                + " connector."),
                Map.of("user", event.who(), "address", event.from()));
    }
}
