package io.github.migrationconnector.vsphere.internal.soap;

import java.time.Duration;

/**
 * What a call may take.
 *
 * @param connect until a connection stands
 * @param silence the longest pause between two bytes of an answer; longer than the longest wait that a call asks the
 *     server for
 * @param answer until an answer is read whole
 * @param answerBytes the largest answer, unpacked
 */
public record SoapLimits(Duration connect, Duration silence, Duration answer, long answerBytes) {
    /** Pages of 1,000 machines with 20 properties have about 9 MB; the longest wait asked for is 20 seconds. */
    public static final SoapLimits DEFAULT =
            new SoapLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(3), 64L << 20);

    public SoapLimits {
        if (connect.toMillis() < 1 || silence.toMillis() < 1 || answer.toMillis() < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
