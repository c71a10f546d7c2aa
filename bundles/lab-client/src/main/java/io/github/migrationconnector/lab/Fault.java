package io.github.migrationconnector.lab;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A disturbance of single calls.
 *
 * @param service {@code ebs}, {@code ec2}, {@code sts}, {@code s3}, {@code iam}, {@code vcenter}, {@code folder}
 * @param operation the operation's name, or {@code *}
 * @param match attributes the call must have, such as {@code snapshotId}; empty for any
 * @param skip how many matching calls pass first
 * @param count how many are disturbed after those; 0 for all
 * @param action what is done
 */
public record Fault(String service, String operation, Map<String, String> match, int skip, int count, Action action) {
    /** What is done to a call. */
    public sealed interface Action {
        /** Answers an error, without the effect. */
        record Refuse(int status, String code, String message) implements Action {}

        /** Waits, then goes on. */
        record Delay(int milliseconds) implements Action {}

        /** Never answers, has no effect. */
        record Stall() implements Action {}

        /** Closes the connection before the effect. */
        record Drop() implements Action {}

        /** Closes the connection after the effect. */
        record DropAfter() implements Action {}

        /** Waits for a release before the effect. */
        record HoldBefore() implements Action {}

        /** Waits for a release after the effect, before the answer. */
        record HoldAfter() implements Action {}
    }

    public Fault {
        match = Map.copyOf(match);
    }

    /** The next call of an operation is disturbed. */
    public static Fault once(String service, String operation, Action action) {
        return new Fault(service, operation, Map.of(), 0, 1, action);
    }

    /** Every call of an operation is disturbed until the fault is removed. */
    public static Fault always(String service, String operation, Action action) {
        return new Fault(service, operation, Map.of(), 0, 0, action);
    }

    /** The same for calls with an attribute alone. */
    public Fault where(String attribute, String value) {
        Map<String, String> more = new TreeMap<>(match);
        more.put(attribute, value);
        return new Fault(service, operation, more, skip, count, action);
    }

    /** The same after so many undisturbed calls. */
    public Fault after(int calls) {
        return new Fault(service, operation, match, calls, count, action);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new TreeMap<>();
        document.put("service", service);
        document.put("operation", operation);
        document.put("match", match);
        document.put("skip", skip);
        document.put("count", count);
        if (action instanceof Action.Refuse refusal) {
            document.put("action", "error");
            document.put("status", refusal.status());
            document.put("code", refusal.code());
            document.put("message", refusal.message());
        } else if (action instanceof Action.Delay delay) {
            document.put("action", "delay");
            document.put("delayMs", delay.milliseconds());
        } else {
            // HoldBefore is hold-before
            String name = action.getClass().getSimpleName();
            document.put("action", name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
        }
        return document;
    }
}
