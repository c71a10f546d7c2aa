package io.github.migrationconnector.adminui.internal.live;

import java.util.List;

/**
 * What the pages show without being loaded again.
 *
 * @param epochSeconds when it was so
 * @param bytesPerSecond what all runs put together
 * @param runs those that go on, and those that ended a moment ago
 */
public record LiveState(long epochSeconds, long bytesPerSecond, List<RunProgress> runs) {
    public LiveState {
        runs = List.copyOf(runs);
    }
}
