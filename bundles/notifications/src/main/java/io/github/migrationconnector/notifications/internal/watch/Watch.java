package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.notifications.internal.Happening;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Looks at one thing, and tells what happened to it. */
@FunctionalInterface
public interface Watch {
    /**
     * Looks.
     *
     * @param now the time of the look
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it can't be looked at now; it is looked at again
     */
    Sight look(Instant now);

    /** What the last look saw is kept: the next one may begin behind it. */
    default void kept() {}

    /**
     * What was seen.
     *
     * @param happenings also those that were seen before: their keys tell
     * @param marks what is to be remembered for the next look when the happenings are kept, by name
     */
    record Sight(List<Happening> happenings, Map<String, String> marks) {
        public Sight {
            happenings = List.copyOf(happenings);
            marks = Map.copyOf(marks);
        }

        static Sight of(List<Happening> happenings) {
            return new Sight(happenings, Map.of());
        }
    }
}
