package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Whether there is room where the connector keeps its state, and will be in a week. */
@Component(service = HealthCheck.class, configurationPid = "io.github.migrationconnector.health.disk")
@Designate(ocd = DiskSpaceCheck.Config.class)
public final class DiskSpaceCheck implements HealthCheck {
    private static final Duration SOON = Duration.ofDays(7);

    /** How much room. */
    @ObjectClassDefinition(name = "Disk space")
    public @interface Config {
        @AttributeDefinition(name = "Least room", description = "MiB that have to be free", min = "1")
        int leastMebibytes() default 512;
    }

    /** Tells how many bytes are free. */
    @FunctionalInterface
    interface Room {
        long freeBytes() throws IOException;
    }

    private final Room room;
    private final SpaceHistory history;
    private final Clock clock;
    private final long leastBytes;

    @Activate
    public DiskSpaceCheck(BundleContext context, Config config, @Reference Database database) {
        this(
                roomAt(Path.of(context.getProperty("connector.home"))),
                new SpaceHistory(database),
                Clock.systemUTC(),
                (long) config.leastMebibytes() << 20);
    }

    DiskSpaceCheck(Room room, SpaceHistory history, Clock clock, long leastBytes) {
        this.room = room;
        this.history = history;
        this.clock = clock;
        this.leastBytes = leastBytes;
    }

    private static Room roomAt(Path home) {
        return () -> Files.getFileStore(home).getUsableSpace();
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("DISK_SPACE", 1);
    }

    @Override
    public CheckFinding look() {
        long free;
        try {
            free = room.freeBytes();
        } catch (IOException unreadable) {
            return CheckFinding.unknown(
                    "HEALTH_DISK_SPACE_UNTOLD",
                    "The file system does not tell: " + unreadable.getMessage(),
                    String.valueOf(unreadable.getMessage()));
        }
        if (free < leastBytes) {
            return CheckFinding.failing(
                    "DISK_SPACE_LOW",
                    "Only " + (free >> 20) + " MiB are free where the connector keeps its state.",
                    "Make room on that file system, or give the appliance a larger disk.");
        }
        Instant now = clock.instant();
        history.note(now, free);
        Optional<Duration> left = history.left(now, free).filter(time -> time.compareTo(SOON) < 0);
        return left.map(time -> CheckFinding.warning(
                        "DISK_SPACE_SHRINKING",
                        (free >> 20) + " MiB are free, and at the pace of the last days none in " + time.toHours()
                                + " hours.",
                        "Look what grows, make room, or give the appliance a larger disk."))
                .orElseGet(() -> CheckFinding.ok(
                        "HEALTH_DISK_SPACE", (free >> 20) + " MiB are free.", Long.toString(free >> 20)));
    }
}
