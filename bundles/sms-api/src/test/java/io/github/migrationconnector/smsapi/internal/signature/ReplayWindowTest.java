package io.github.migrationconnector.smsapi.internal.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.smsapi.internal.fake.ShiftedClock;
import io.github.migrationconnector.smsapi.internal.protocol.FaultCode;
import io.github.migrationconnector.smsapi.internal.protocol.SmsFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each signature once, over a restart too. */
final class ReplayWindowTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @TempDir
    private Path home;

    private final ShiftedClock clock = new ShiftedClock();

    private Path marks() {
        return home.resolve("marks");
    }

    /** As it is a minute after a start. */
    private ReplayWindow startedAMinuteAgo(int most) {
        clock.shift = Duration.ofMinutes(-1);
        ReplayWindow replays = new ReplayWindow(clock, WINDOW, most, marks());
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
        refused(replays, signed(clock.instant(), "a"), FaultCode.THROTTLING, "was taken already");
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
        ReplayWindow replays = new ReplayWindow(clock, WINDOW, 9, marks());
        refused(replays, signed(now, "a"), FaultCode.TEMPORARILY_UNAVAILABLE, "Sign it again");
    }

    @Test
    void aClientWhoseClockIsAheadIsNotReplayedBehindARestart() throws IOException {
        VerifiedRequest ahead = signed(clock.instant().plusSeconds(200), "a");
        startedAMinuteAgo(9).take(ahead);
        ReplayWindow restarted = new ReplayWindow(clock, WINDOW, 9, marks());
        clock.shift = Duration.ofSeconds(5);
        refused(restarted, ahead, FaultCode.TEMPORARILY_UNAVAILABLE, "Sign it again");
        assertThatCode(() -> restarted.take(new VerifiedRequest(
                        new Principal("vera", Role.OPERATOR),
                        "ANOTHER",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS),
                        "b")))
                .as("other keys do not wait for it")
                .doesNotThrowAnyException();
        assertThatCode(() -> restarted.take(signed(clock.instant().plusSeconds(220), "c")))
                .as("nor does it wait long itself")
                .doesNotThrowAnyException();
        Files.delete(marks());
        ReplayWindow forgetful = new ReplayWindow(clock, WINDOW, 9, marks());
        assertThatCode(() -> forgetful.take(ahead)).as("without the marks").doesNotThrowAnyException();
    }

    @Test
    void marksThatCanNotBeReadLetNothingThroughUntilTheirTimeIsUp() throws IOException {
        for (String damaged : new String[] {"AKIA", "AKIA yesterday", "\0\0\0"}) {
            Files.writeString(marks(), damaged);
            ReplayWindow replays = startedAMinuteAgo(9);
            refused(replays, signed(clock.instant(), damaged), FaultCode.TEMPORARILY_UNAVAILABLE, "Sign it again");
            clock.shift = WINDOW;
            assertThatCode(() -> replays.take(signed(clock.instant(), damaged))).doesNotThrowAnyException();
            clock.shift = Duration.ZERO;
        }
    }

    @Test
    void writesNothingForClocksThatAreRight() {
        ReplayWindow replays = startedAMinuteAgo(9);
        replays.take(signed(clock.instant(), "a"));
        assertThat(marks()).doesNotExist();
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
