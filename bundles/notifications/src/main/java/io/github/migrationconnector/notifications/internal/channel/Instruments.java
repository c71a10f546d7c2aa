package io.github.migrationconnector.notifications.internal.channel;

import java.time.Clock;
import java.time.Duration;

/**
 * What every messenger needs.
 *
 * @param clock tells when something is sent
 * @param deadlines ends what takes too long
 * @param within all that is done to send once
 */
public record Instruments(Clock clock, Deadlines deadlines, Duration within) {
    private static final Duration USUAL = Duration.ofSeconds(30);

    public static Instruments usual(Clock clock, Deadlines deadlines) {
        return new Instruments(clock, deadlines, USUAL);
    }
}
