package io.github.migrationconnector.smsapi.internal.signature;

import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each signature once for as long as its time would be accepted. Asked for requests that change something: two that only
 * look may well be equal, since a signature knows its time by the second. What was taken before this window began is not
 * known here, so nothing is taken that was signed then; of a client whose clock is ahead, a mark on disk tells up to which
 * time its requests were taken.
 */
public final class ReplayWindow {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayWindow.class);

    private final Clock clock;
    private final Duration window;
    private final int most;
    private final Instant begin;
    private final AheadMarks ahead;
    private final Map<String, Instant> before;
    private final Map<String, Instant> until = new HashMap<>();

    /**
     * @param window how far a request's time may be from ours, either way
     * @param most how many signatures are remembered; more than that in one window are refused
     * @param marks where the marks of clients are kept whose clocks are ahead
     */
    public ReplayWindow(Clock clock, Duration window, int most, Path marks) {
        this.clock = clock;
        this.window = window;
        this.most = most;
        this.ahead = new AheadMarks(marks);
        // a signature of the second in which it began may have been taken before it did
        Instant start = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        Map<String, Instant> known = Map.of();
        try {
            known = ahead.load();
        } catch (IOException unreadable) {
            LOG.warn("Changes by the SMS API are refused until {} has passed: {}", window, unreadable.getMessage());
            start = start.plus(window);
        }
        this.begin = start;
        this.before = known;
    }

    /** Notes a signature, and refuses one that was noted. */
    public synchronized void take(VerifiedRequest request) {
        Instant now = clock.instant();
        Instant since = before.getOrDefault(request.accessKeyId(), begin);
        Instant first = since.isAfter(begin) ? since.plusSeconds(1) : begin;
        if (request.time().isBefore(first)) {
            // passes by itself, and clients that meet 503 sign anew before they send again
            throw new SmsFault(
                    FaultCode.TEMPORARILY_UNAVAILABLE,
                    "The request was signed at " + request.time() + ", before this API started at " + first
                            + ", so it may have been carried out already. Sign it again; if that does not help, your clock"
                            + " is slow: the connector's time is " + now + ".");
        }
        if (until.size() >= most) {
            until.values().removeIf(end -> end.isBefore(now));
        }
        if (until.size() >= most) {
            throw new SmsFault(FaultCode.THROTTLING, "Too many requests that change something. Wait a minute.");
        }
        ahead.note(request.accessKeyId(), request.time(), now);
        if (until.putIfAbsent(request.signature(), request.time().plus(window)) != null) {
            // within one second a client makes the same signature again; after this answer it waits and signs anew
            throw new SmsFault(
                    FaultCode.THROTTLING,
                    "A request with this very signature was taken already. Sign it again, in another second.");
        }
    }
}
