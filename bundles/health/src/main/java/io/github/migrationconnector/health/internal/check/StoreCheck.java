package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.store.Database;
import java.time.Duration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether the store takes a change, within a time that does not hold up everything. */
@Component(service = HealthCheck.class)
public final class StoreCheck implements HealthCheck {
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Database database;

    @Activate
    public StoreCheck(@Reference Database database) {
        this.database = database;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("STORE", 10, Duration.ofMinutes(1));
    }

    @Override
    public CheckFinding look() {
        long begun = System.nanoTime();
        // what it throws is the store's own problem, with its fix
        int unused = database.write(handle -> handle.execute(
                "update health_check set name = name where name = ?", profile().name()));
        Duration taken = Duration.ofNanos(System.nanoTime() - begun);
        String why = "A change was on disk after " + taken.toMillis() + " ms.";
        return taken.compareTo(SLOW) > 0
                ? CheckFinding.warning(
                        "STORE_SLOW", why, "Look at the disk's load (or PostgreSQL's), and at what else uses it.")
                : CheckFinding.ok("HEALTH_STORE", why, Long.toString(taken.toMillis()));
    }
}
