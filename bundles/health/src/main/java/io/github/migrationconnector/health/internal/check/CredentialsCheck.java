package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.audit.AuditEvent;
import io.github.migrationconnector.api.audit.AuditRecord;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * How old the AWS keys and vCenter's password are. The audit trail has each write of a stored secret; it is read backwards, as
 * far as it was not read before.
 */
@Component(service = HealthCheck.class, configurationPid = "io.github.migrationconnector.health.credentials")
@Designate(ocd = CredentialsCheck.Config.class)
public final class CredentialsCheck implements HealthCheck {
    private static final Map<String, String> NAMES =
            Map.of("aws", "The pair of AWS keys", "vcenter", "vCenter's password");
    private static final int PAGE = 1000;

    /** So long a trail is read at the first look; what was written before counts as of unknown age. */
    private static final int MOST_PAGES = 100;

    /** How old they may be. */
    @ObjectClassDefinition(name = "Credentials' age")
    public @interface Config {
        @AttributeDefinition(name = "Days", description = "Older keys and passwords are a warning", min = "1")
        int days() default 180;
    }

    private final Neighbours neighbours;
    private final Clock clock;
    private final Duration most;

    /** By the record's id; of the look's thread alone. */
    private final Map<String, Instant> written = new HashMap<>();

    private long read;

    @Activate
    public CredentialsCheck(Config config, @Reference Neighbours neighbours) {
        this(neighbours, Clock.systemUTC(), Duration.ofDays(config.days()));
    }

    CredentialsCheck(Neighbours neighbours, Clock clock, Duration most) {
        this.neighbours = neighbours;
        this.clock = clock;
        this.most = most;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("CREDENTIALS", 10);
    }

    @Override
    public synchronized CheckFinding look() {
        if (!neighbours.registered()) {
            return CheckFinding.notSetUp();
        }
        readOn();
        Optional<Map.Entry<String, Instant>> oldest =
                written.entrySet().stream().min(Map.Entry.comparingByValue());
        if (oldest.isEmpty()) {
            return CheckFinding.unknown(
                    "HEALTH_CREDENTIALS_UNTOLD", "The audit trail does not tell when they were entered.");
        }
        long days = Duration.between(oldest.get().getValue(), clock.instant()).toDays();
        String why = NAMES.get(oldest.get().getKey()) + " is from " + days + " days ago.";
        return days > most.toDays()
                ? CheckFinding.warning(
                        "CREDENTIALS_OLD",
                        why,
                        "Make new ones there, enter them in the set-up, and remove the old ones.")
                : CheckFinding.ok("HEALTH_CREDENTIALS", why, Long.toString(days));
    }

    private void readOn() {
        long newest = read;
        long before = Long.MAX_VALUE;
        // the youngest writes come first: those before them tell nothing more
        Set<String> left = new HashSet<>(NAMES.keySet());
        for (int page = 0; page < MOST_PAGES && before > read + 1 && !left.isEmpty(); page++) {
            List<AuditRecord> records = neighbours.audit().newestBefore(before, PAGE);
            if (records.isEmpty()) {
                break;
            }
            newest = Math.max(newest, records.get(0).number());
            for (AuditRecord record : records) {
                if (record.number() > read
                        && isWrite(record)
                        && left.remove(record.event().target())) {
                    written.put(record.event().target(), record.at());
                }
            }
            before = records.get(records.size() - 1).number();
        }
        read = newest;
    }

    private static boolean isWrite(AuditRecord record) {
        return record.event().action().equals("credential.write")
                && record.event().result() == AuditEvent.Result.DONE;
    }
}
