package io.github.migrationconnector.adminui.internal.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a run has been in the last seconds. Not safe for several threads. */
final class Speed {
    private static final long WINDOW_MILLIS = 10_000;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Notes where the run is. A run that began anew begins anew here too. */
    void note(long atMillis, long blocksDone, long bytesPut) {
        if (!samples.isEmpty() && samples.getLast().bytesPut() > bytesPut) {
            samples.clear();
        }
        samples.addLast(new Sample(atMillis, blocksDone, bytesPut));
        while (samples.size() > 2 && atMillis - samples.getFirst().atMillis() > WINDOW_MILLIS) {
            samples.removeFirst();
        }
    }

    double blocksPerSecond() {
        return perSecond(
                samples.isEmpty()
                        ? 0
                        : samples.getLast().blocksDone() - samples.getFirst().blocksDone());
    }

    double bytesPerSecond() {
        return perSecond(
                samples.isEmpty()
                        ? 0
                        : samples.getLast().bytesPut() - samples.getFirst().bytesPut());
    }

    private double perSecond(long amount) {
        long millis = samples.isEmpty()
                ? 0
                : samples.getLast().atMillis() - samples.getFirst().atMillis();
        return millis <= 0 ? 0 : amount * MILLIS_PER_SECOND / millis;
    }

    private record Sample(long atMillis, long blocksDone, long bytesPut) {}
}
