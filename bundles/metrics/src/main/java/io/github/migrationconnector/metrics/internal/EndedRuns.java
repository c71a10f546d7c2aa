package io.github.migrationconnector.metrics.internal;

import io.github.migrationconnector.api.replication.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which ended runs are news: each once, however often its record changes afterwards, and none that ended before the counting
 * began, since counters begin at zero with it.
 */
final class EndedRuns {
    /** More than the changes that are kept can name, so that none of them is forgotten and told again. */
    private static final int MOST = 2000;

    private final Instant since;

    private final Map<String, Boolean> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    EndedRuns(Instant since) {
        this.since = Objects.requireNonNull(since, "since");
    }

    /** Whether a run has ended, and is told of for the first time. */
    boolean isNews(Run run) {
        return run.state().ended() && !run.endedAt().isBefore(since) && told.put(run.id(), true) == null;
    }
}
