package io.github.migrationconnector.autoupgrade.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PacedInputTest {
    private long nanos;

    private PacedInput of(int bytes) {
        return new PacedInput(new ByteArrayInputStream(new byte[bytes]), () -> nanos);
    }

    @Test
    void givesUpOneThatDrips() throws IOException {
        try (PacedInput dripping = of(1000)) {
            nanos += TimeUnit.SECONDS.toNanos(29);
            assertThat(dripping.read()).isZero();
            nanos += TimeUnit.SECONDS.toNanos(29);
            assertThatThrownBy(dripping::read).isInstanceOf(IOException.class).hasMessageContaining("slower than 4096");
        }
    }

    @Test
    void leavesASlowLineItsTime() throws IOException {
        try (PacedInput slow = of(10 << 20)) {
            byte[] piece = new byte[64 << 10];
            long total = 0;
            for (int read = slow.read(piece); read >= 0; read = slow.read(piece)) {
                total += read;
                nanos += TimeUnit.SECONDS.toNanos(16);
            }
            assertThat(total).isEqualTo(10 << 20);
        }
    }
}
