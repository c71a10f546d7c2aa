package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes each signature once for as long as its time would be accepted. Asked for requests that change something: two that only
 * look may well be equal, since a signature knows its time by the second. What was taken before this window began is not
 * known here, so nothing is taken that was signed then.
 */
public final class ReplayWindow {
    private final Clock clock;
    private final Duration window;
    private final int most;
    private final Instant begin;
    private final Map<String, Instant> until = new HashMap<>();

    /**
     * @param window how far a request's time may be from ours, either way
     * @param most how many signatures are remembered; more than that in one window are refused
     */
    public ReplayWindow(Clock clock, Duration window, int most) {
        this.clock = clock;
        this.window = window;
        this.most = most;
        // a signature of the second in which it began may have been taken before it did
        this.begin = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    /** Notes a signature, and refuses one that was noted. */
    public synchronized void take(VerifiedRequest request) {
        Instant now = clock.instant();
        if (request.time().isBefore(begin)) {
            // passes by itself, and clients that meet 503 sign anew before they send again
            throw new SmsFault(
                    FaultCode.TEMPORARILY_UNAVAILABLE,
                    "The request was signed at " + request.time() + ", before this API started at " + begin
                            + ", so it may have been carried out already. Sign it again; if that does not help, your clock"
                            + " is slow: the connector's time is " + now + ".");
        }
        if (until.size() >= most) {
            until.values().removeIf(end -> end.isBefore(now));
        }
        if (until.size() >= most) {
            throw new SmsFault(FaultCode.THROTTLING, "Too many requests that change something. Wait a minute.");
        }
        if (until.putIfAbsent(request.signature(), request.time().plus(window)) != null) {
            throw new SmsFault(
                    FaultCode.INVALID_SIGNATURE,
                    "A request with this very signature was taken already. Sign it again, in another second.");
        }
    }
}
