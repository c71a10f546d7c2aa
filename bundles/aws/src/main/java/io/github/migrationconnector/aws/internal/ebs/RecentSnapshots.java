package io.github.migrationconnector.aws.internal.ebs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots that were started or taken up again a short while ago. A new snapshot can answer 404 for up to about two minutes,
 * so that a 404 says nothing about these yet.
 */
public final class RecentSnapshots {
    /** Somewhat more than the two minutes that were seen. */
    public static final Duration INVISIBLE_AT_MOST = Duration.ofMinutes(3);

    private final Duration window;
    private final InstantSource clock;
    private final Map<String, Instant> since = new ConcurrentHashMap<>();

    public RecentSnapshots(Duration window, InstantSource clock) {
        this.window = window;
        this.clock = clock;
    }

    void add(String snapshotId) {
        Instant now = clock.instant();
        since.values().removeIf(started -> started.plus(window).isBefore(now));
        since.putIfAbsent(snapshotId, now);
    }

    /** It was seen, or deleted: from now on a 404 is one. */
    void remove(String snapshotId) {
        since.remove(snapshotId);
    }

    boolean contains(String snapshotId) {
        Instant started = since.get(snapshotId);
        return started != null && clock.instant().isBefore(started.plus(window));
    }
}
