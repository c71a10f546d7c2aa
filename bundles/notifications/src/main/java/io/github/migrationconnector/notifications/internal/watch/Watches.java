package io.github.migrationconnector.notifications.internal.watch;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.notifications.internal.Happening;
import io.github.migrationconnector.notifications.internal.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Looks at everything that can be told of. Of one thread. */
public final class Watches {
    /** What costs more than a question of memory is asked less often. */
    private static final Duration SELDOM = Duration.ofSeconds(15);

    private final List<Watch> cheap;
    private final List<Watch> costly;
    private Instant costlyAt = Instant.EPOCH;

    public Watches(Neighbours neighbours, String sender, Function<String, Optional<String>> marks) {
        this.cheap = List.of(
                new RunWatch(neighbours),
                new HealthWatch(neighbours, sender, marks),
                new TrustWatch(neighbours, sender),
                new LoginWatch(neighbours, sender));
        this.costly = List.of(new UpgradeWatch(neighbours, sender));
    }

    /**
     * Looks, and hands over what each watch saw. What can't be looked at now, since its bundle is being swapped, waits for the
     * next look.
     *
     * @param keep keeps what happened and what is to be remembered, or throws
     */
    public void look(Instant now, BiConsumer<List<Happening>, Map<String, String>> keep) {
        cheap.forEach(watch -> hand(watch, now, keep));
        if (!costlyAt.plus(SELDOM).isAfter(now)) {
            costlyAt = now;
            costly.forEach(watch -> hand(watch, now, keep));
        }
    }

    private static void hand(Watch watch, Instant now, BiConsumer<List<Happening>, Map<String, String>> keep) {
        Watch.Sight sight;
        try {
            sight = watch.look(now);
        } catch (ConnectorException away) {
            return;
        }
        keep.accept(sight.happenings(), sight.marks());
        watch.kept();
    }
}
