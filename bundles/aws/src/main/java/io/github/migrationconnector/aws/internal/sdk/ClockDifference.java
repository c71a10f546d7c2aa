package io.github.migrationconnector.aws.internal.sdk;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/** How far AWS's clock and ours are apart, by the Date header of an answer (RFC 9110, section 6.6.1: whole seconds). */
public final class ClockDifference {
    private ClockDifference() {}

    /**
     * AWS's clock less ours; empty when the answer does not tell.
     *
     * @param now our clock when the answer came
     */
    public static Optional<Duration> of(SdkResponse answer, Instant now) {
        return of(answer.sdkHttpResponse(), now);
    }

    static Optional<Duration> of(SdkHttpResponse answer, Instant now) {
        try {
            return answer.firstMatchingHeader("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                    .map(date -> Duration.between(now, date.toInstant()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
