package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The probe passes while the event loops turn, and fails when they are gone. */
final class TransportProbeTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);

    @Test
    void passesWhileTheLoopsTurnAndFailsWhenTheyAreGone() {
        HttpsTransport transport = new HttpsTransport(new Limits(4, AMPLE, AMPLE, AMPLE), 2);
        TransportProbe probe = new TransportProbe(transport);
        try {
            assertThatCode(probe::check).doesNotThrowAnyException();
        } finally {
            transport.close();
        }
        assertThatThrownBy(probe::check).hasMessageContaining("don't turn");
    }
}
