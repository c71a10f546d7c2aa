package io.github.migrationconnector.notifications.internal.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * To whom of its receivers a message went. Somebody took it: else there is an exception.
 *
 * @param later why some could not get it now and are to be tried again, by their address, in the order of the channel
 * @param never the same of those who will not get it
 */
public record Receipt(Map<String, String> later, Map<String, String> never) {
    /** All of them took it. */
    public static final Receipt WHOLE = new Receipt(Map.of(), Map.of());

    public boolean isWhole() {
        return later.isEmpty() && never.isEmpty();
    }

    /** Those who did not take it, each with the reason, in one line. */
    public String missed() {
        List<String> all = new ArrayList<>(told(never));
        all.addAll(told(later));
        return String.join("; ", all);
    }

    /** Each with its reason. */
    public static List<String> told(Map<String, String> reasons) {
        return reasons.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .toList();
    }
}
