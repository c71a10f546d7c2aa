package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes each signature once for as long as its time would be accepted. Asked for requests that change something: two that only
 * look may well be equal, since a signature knows its time by the second.
 */
public final class ReplayWindow {
    private final Clock clock;
    private final Duration window;
    private final int most;
    private final Map<String, Instant> until = new HashMap<>();

    /**
     * @param window how far a request's time may be from ours, either way
     * @param most how many signatures are remembered; more than that in one window are refused
     */
    public ReplayWindow(Clock clock, Duration window, int most) {
        this.clock = clock;
        this.window = window;
        this.most = most;
    }

    /** Notes a signature, and refuses one that was noted. */
    public synchronized void take(VerifiedRequest request) {
        Instant now = clock.instant();
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
