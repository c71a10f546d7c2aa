package io.github.migrationconnector.replication.internal.supervisor;

import io.github.migrationconnector.replication.internal.domain.Held;
import io.github.migrationconnector.replication.internal.domain.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which runs are this connector's to work on. A run belongs to one connector at a time: who holds it says so again and
 * again, and whoever finds that nobody has said so for long may take it over.
 */
public final class Leases {
    /** Longer than a server that hangs for a while, shorter than people wait for a run whose connector is gone. */
    public static final Duration USUAL = Duration.ofSeconds(90);

    /** Of a lease's length: a few renewals may fail before it is over. */
    private static final int RENEWALS = 6;

    private final RunStore store;
    private final Clock clock;
    private final Duration length;
    private final AtomicReference<Instant> keptUntil;

    public Leases(RunStore store, Clock clock, Duration length) {
        this.store = store;
        this.clock = clock;
        this.length = length;
        this.keptUntil = new AtomicReference<>(clock.instant().plus(length));
    }

    /** How often to {@link #keep}. */
    public Duration every() {
        return length.dividedBy(RENEWALS);
    }

    /** Takes a run in hand; false when another connector has it. */
    boolean hold(String runId) {
        Instant now = clock.instant();
        return store.hold(runId, now, now.plus(length));
    }

    /** Goes on holding; what is not in the list is lost. */
    List<Held> keep() {
        Instant until = clock.instant().plus(length);
        List<Held> held = store.keep(until);
        keptUntil.set(until);
        return held;
    }

    /** Whether others may think by now that nobody holds what this connector holds, since the store did not answer. */
    boolean mayBeLost() {
        return clock.instant().isAfter(keptUntil.get());
    }

    List<String> forfeited() {
        return store.forfeited(clock.instant());
    }
}
