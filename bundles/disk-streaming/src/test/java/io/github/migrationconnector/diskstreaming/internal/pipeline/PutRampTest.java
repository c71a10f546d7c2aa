package io.github.migrationconnector.diskstreaming.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class PutRampTest {
    private static final long MILLI = 1_000_000;

    /** Lets so many puts be answered, each after what the number of those under way makes of it. */
    private static void answer(PutRamp ramp, int puts, IntToLongFunction nanosByUnderWay) {
        for (int put = 0; put < puts; put++) {
            ramp.acknowledged(nanosByUnderWay.applyAsLong(ramp.limit()));
        }
    }

    @Test
    void opensAllWhereTheWayIsLong() {
        PutRamp ramp = new PutRamp(64);
        assertThat(ramp.limit()).isEqualTo(4);
        answer(ramp, 400, underWay -> 20 * MILLI);
        assertThat(ramp.limit()).isEqualTo(64);
    }

    @Test
    void opensFewWhereTheyOnlyQueue() {
        PutRamp ramp = new PutRamp(64);
        answer(ramp, 1000, underWay -> underWay * MILLI);
        assertThat(ramp.limit()).isBetween(8, 16);
    }

    @Test
    void opensMoreWhenTheWayHasBecomeLonger() {
        PutRamp ramp = new PutRamp(64);
        answer(ramp, 1000, underWay -> underWay * MILLI);
        answer(ramp, 2000, underWay -> 100 * MILLI);
        assertThat(ramp.limit()).isEqualTo(64);
    }

    @Test
    void neverOpensMoreThanAllowed() {
        PutRamp one = new PutRamp(1);
        answer(one, 100, underWay -> MILLI);
        assertThat(one.limit()).isEqualTo(1);
        PutRamp six = new PutRamp(6);
        answer(six, 100, underWay -> MILLI);
        assertThat(six.limit()).isEqualTo(6);
    }
}
