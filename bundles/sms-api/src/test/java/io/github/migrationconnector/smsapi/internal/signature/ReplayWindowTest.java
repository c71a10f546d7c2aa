package io.github.migrationconnector.smsapi.internal.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.smsapi.internal.fake.ShiftedClock;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Each signature once, over a restart too. */
final class ReplayWindowTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final ShiftedClock clock = new ShiftedClock();

    /** As it is a minute after a start. */
    private ReplayWindow startedAMinuteAgo(int most) {
        clock.shift = Duration.ofMinutes(-1);
        ReplayWindow replays = new ReplayWindow(clock, WINDOW, most);
        clock.shift = Duration.ZERO;
        return replays;
    }

    private VerifiedRequest signed(Instant at, String signature) {
        return new VerifiedRequest(
                new Principal("olga", Role.OPERATOR), "AKIA", at.truncatedTo(ChronoUnit.SECONDS), signature);
    }

    private static void refused(ReplayWindow replays, VerifiedRequest request, FaultCode code, String saying) {
        assertThatThrownBy(() -> replays.take(request)).isInstanceOfSatisfying(SmsFault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault).hasMessageContaining(saying);
        });
    }

    @Test
    void takesEachSignatureOnce() {
        ReplayWindow replays = startedAMinuteAgo(9);
        replays.take(signed(clock.instant(), "a"));
        replays.take(signed(clock.instant(), "b"));
        refused(replays, signed(clock.instant(), "a"), FaultCode.INVALID_SIGNATURE, "was taken already");
    }

    @Test
    void whatWasTakenBeforeARestartIsNotTakenBehindIt() {
        VerifiedRequest before = signed(clock.instant().minusSeconds(61), "a");
        ReplayWindow replays = startedAMinuteAgo(9);
        refused(replays, before, FaultCode.TEMPORARILY_UNAVAILABLE, "before this API started");
        assertThatCode(() -> replays.take(signed(clock.instant().minusSeconds(58), "b")))
                .doesNotThrowAnyException();
    }

    @Test
    void theVerySecondOfTheStartIsNotTakenEither() {
        Instant now = clock.instant();
        ReplayWindow replays = new ReplayWindow(clock, WINDOW, 9);
        refused(replays, signed(now, "a"), FaultCode.TEMPORARILY_UNAVAILABLE, "Sign it again");
    }

    @Test
    void remembersABoundedNumberUntilTheirTimeIsUp() {
        ReplayWindow replays = startedAMinuteAgo(2);
        replays.take(signed(clock.instant(), "a"));
        replays.take(signed(clock.instant(), "b"));
        refused(replays, signed(clock.instant(), "c"), FaultCode.THROTTLING, "Wait");
        clock.shift = WINDOW.plusSeconds(1);
        assertThatCode(() -> replays.take(signed(clock.instant(), "c"))).doesNotThrowAnyException();
    }
}
