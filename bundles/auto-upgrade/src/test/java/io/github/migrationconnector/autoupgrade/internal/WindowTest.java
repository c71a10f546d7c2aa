package io.github.migrationconnector.autoupgrade.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When upgrades may happen by themselves. */
final class WindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        // 2026-11-30 is a Monday, and Berlin one hour ahead
        "'', 01:00, 05:00, 2026-11-30T12:00:00Z, 2026-12-01T00:00:00Z, 2026-12-01T04:00:00Z",
        "'', 01:00, 05:00, 2026-11-30T03:59:59Z, 2026-11-30T00:00:00Z, 2026-11-30T04:00:00Z",
        "'', 23:00, 02:00, 2026-11-30T00:30:00Z, 2026-11-29T22:00:00Z, 2026-11-30T01:00:00Z",
        "'SAT,sun', 01:00, 05:00, 2026-11-30T12:00:00Z, 2026-12-05T00:00:00Z, 2026-12-05T04:00:00Z",
        "SUN, 23:00, 02:00, 2026-11-30T00:30:00Z, 2026-11-29T22:00:00Z, 2026-11-30T01:00:00Z",
        // the clocks go forward from 2 to 3 that night
        "'', 02:00, 04:00, 2026-03-28T12:00:00Z, 2026-03-29T01:00:00Z, 2026-03-29T02:00:00Z",
    })
    void opens(String days, String start, String end, Instant now, Instant from, Instant to) {
        Window.Opening opening = Window.parse(days, start, end, BERLIN).at(now);
        assertThat(opening).isEqualTo(new Window.Opening(from, to));
    }

    @Test
    void aWindowThatTheClocksSwallowIsLeftOut() {
        Window.Opening opening = Window.parse("", "02:00", "03:00", BERLIN).at(Instant.parse("2026-03-28T12:00:00Z"));
        assertThat(opening.from()).isEqualTo(Instant.parse("2026-03-30T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"MO, 01:00, 05:00", "'', 1, 05:00", "'', 01:00, 01:00", "XYZ, 01:00, 05:00", "'MON,', 01:00, 05:00"})
    void refusesWhatIsNone(String days, String start, String end) {
        assertThatThrownBy(() -> Window.parse(days, start, end, BERLIN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isToldInWords() {
        assertThat(Window.parse("SUN,SAT", "01:00", "05:00", BERLIN).words())
                .isEqualTo("SAT,SUN 01:00-05:00 Europe/Berlin");
    }
}
