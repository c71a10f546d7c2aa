package io.github.migrationconnector.consolemenu.internal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.consolemenu.internal.desk.Desk;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Has the audit trail tell what this menu does without the daemon. A daemon that is down keeps nobody from it, since this menu
 * is what mends it: the record then follows when the daemon answers again, with the time of what it tells.
 */
public final class ActionTrail {
    /** How an action stands, as the audit trail names it. */
    public enum Result {
        BEGUN,
        DONE,
        FAILED
    }

    /** More than a person does while a daemon is down; then the system's log alone has the first of them. */
    private static final int MOST_LATE = 32;

    private record Entry(String action, Result result, Instant at, boolean late) {
        Entry later() {
            return new Entry(action, result, at, true);
        }
    }

    private final Connector connector;
    private final Desk desk;
    private final Clock clock;
    private final String place;
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private String person = "";

    /** @param place where the person sits, such as {@code at the console} */
    public ActionTrail(Connector connector, Desk desk, Clock clock, String place) {
        this.connector = connector;
        this.desk = desk;
        this.clock = clock;
        this.place = place;
    }

    /** Who has logged in. */
    void person(String name) {
        person = name;
    }

    /** Writes down how an action stands, such as {@code system.reboot}. */
    public void write(String action, Result result) {
        waiting.addLast(new Entry(action, result, clock.instant(), false));
        if (waiting.size() > MOST_LATE) {
            waiting.removeFirst();
        }
        if (!hasCaughtUp() && result == Result.BEGUN) {
            desk.say(
                    "The connector's audit trail can't be written at the moment. The system's log has it; the audit trail"
                            + " follows if the connector answers while this menu stands.");
        }
    }

    /** Writes down what waits, as long as the daemon takes it; whether nothing waits any more. */
    boolean hasCaughtUp() {
        while (!waiting.isEmpty()) {
            Entry first = waiting.removeFirst();
            try {
                connector.postQuick("/menu/actions", record(first));
            } catch (TroubleException trouble) {
                if (!trouble.rejected()) {
                    waiting.addFirst(first.later());
                    return false;
                }
                // it would be refused for ever, and keep all that comes after it from being written
                desk.say("The audit trail does not take the record of " + first.action() + " (" + trouble.getMessage()
                        + "). The system's log has it.");
            }
        }
        return true;
    }

    private ObjectNode record(Entry entry) {
        String target = (person + " " + place).strip();
        if (entry.late()) {
            target += ", at " + entry.at().truncatedTo(ChronoUnit.SECONDS);
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("action", entry.action())
                .put("target", target)
                .put("result", entry.result().name());
    }
}
