package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.network.TimeSync;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Whether this machine's clock agrees with AWS's and vCenter's, and is kept by a time server. AWS, which refuses signatures beyond
 * five minutes, is taken for right: so its word tells which of the others is wrong.
 */
@Component(service = HealthCheck.class)
public final class ClockCheck implements HealthCheck {
    private static final Duration WARNING = Duration.ofSeconds(30);
    private static final Duration FAILING = Duration.ofMinutes(4);
    private static final String MEND_OURS =
            "Name a time server that answers (UDP port 123) in the network settings, or set the clock of the"
                    + " hypervisor.";
    private static final String MEND_VCENTER = "Let vCenter and its hosts use a time server that is right.";

    private final Neighbours neighbours;
    private final Clock clock;

    @Activate
    public ClockCheck(@Reference Neighbours neighbours) {
        this(neighbours, Clock.systemUTC());
    }

    ClockCheck(Neighbours neighbours, Clock clock) {
        this.neighbours = neighbours;
        this.clock = clock;
    }

    /**
     * What the others' clocks say.
     *
     * @param aws AWS's less ours; empty when it could not be asked
     * @param vcenter vCenter's less ours; empty when it could not be asked
     * @param machine whether a time server keeps ours
     */
    record Clocks(Optional<Duration> aws, Optional<Duration> vcenter, TimeSync machine) {}

    @Override
    public CheckProfile profile() {
        return new CheckProfile("CLOCK", 10, Duration.ofMinutes(2));
    }

    @Override
    public CheckFinding look() {
        if (!neighbours.registered()) {
            return CheckFinding.notSetUp();
        }
        return finding(new Clocks(
                asked(() -> neighbours.aws().clockOffset()),
                asked(() ->
                        Duration.between(clock.instant(), neighbours.vcenter().greet())),
                asked(() -> neighbours.networking().inForce().timeSync()).orElse(TimeSync.UNKNOWN)));
    }

    /** Whoever can't be asked now has a check of his own that tells why. */
    private static <T> Optional<T> asked(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (ConnectorException silent) {
            return Optional.empty();
        }
    }

    static CheckFinding finding(Clocks clocks) {
        String why = why(clocks);
        if (isBeyond(clocks.aws(), FAILING)) {
            return CheckFinding.failing(
                    "CLOCK_SKEW", why + " AWS refuses signatures that are five minutes off.", MEND_OURS);
        }
        if (clocks.aws().isEmpty() && isBeyond(clocks.vcenter(), FAILING)) {
            return CheckFinding.failing(
                    "CLOCK_SKEW",
                    why + " One of the two is wrong, and AWS refuses ours beyond five minutes.",
                    MEND_OURS + " " + MEND_VCENTER);
        }
        if (isBeyond(clocks.aws(), WARNING)) {
            return CheckFinding.warning("CLOCK_DRIFTS", why, MEND_OURS);
        }
        if (isBeyond(clocks.vcenter(), WARNING)) {
            return clocks.aws().isPresent()
                    ? CheckFinding.warning("CLOCK_OF_VCENTER", why + " So it is vCenter's that is wrong.", MEND_VCENTER)
                    : CheckFinding.warning("CLOCK_DRIFTS", why, MEND_OURS + " " + MEND_VCENTER);
        }
        if (clocks.machine() == TimeSync.UNSYNCHRONIZED) {
            return CheckFinding.warning("CLOCK_NOT_KEPT", why, MEND_OURS);
        }
        return well(clocks, why);
    }

    private static CheckFinding well(Clocks clocks, String why) {
        String aws = clocks.aws().map(Duration::toSeconds).map(String::valueOf).orElse("");
        String vcenter =
                clocks.vcenter().map(Duration::toSeconds).map(String::valueOf).orElse("");
        if (aws.isEmpty() && vcenter.isEmpty()) {
            return CheckFinding.unknown("HEALTH_CLOCKS_SILENT", why);
        }
        if (vcenter.isEmpty()) {
            return CheckFinding.ok("HEALTH_CLOCK_AWS", why, aws);
        }
        return aws.isEmpty()
                ? CheckFinding.ok("HEALTH_CLOCK_VCENTER", why, vcenter)
                : CheckFinding.ok("HEALTH_CLOCKS", why, aws, vcenter);
    }

    private static boolean isBeyond(Optional<Duration> offset, Duration bound) {
        return offset.filter(apart -> apart.abs().compareTo(bound) > 0).isPresent();
    }

    private static String why(Clocks clocks) {
        return one("AWS", clocks.aws()) + " " + one("vCenter", clocks.vcenter())
                + switch (clocks.machine()) {
                    case SYNCHRONIZED -> " A time server keeps this machine's.";
                    case UNSYNCHRONIZED -> " No time server keeps this machine's: none has answered.";
                    case UNKNOWN -> "";
                };
    }

    private static String one(String whose, Optional<Duration> offset) {
        return offset.map(apart -> whose + "'s clock is " + apart.abs().toSeconds() + " s "
                        + (apart.isNegative() ? "behind" : "ahead of") + " this machine's.")
                .orElse(whose + " can't be asked for the time now.");
    }
}
