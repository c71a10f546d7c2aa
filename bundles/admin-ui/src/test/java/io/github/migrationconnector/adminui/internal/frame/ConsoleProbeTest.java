package io.github.migrationconnector.adminui.internal.frame;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The probe passes when pages can be made, and fails when what makes them is not there. */
final class ConsoleProbeTest {
    @Test
    void passesWhenPagesCanBeMade() {
        assertThatCode(new ConsoleProbe(new Templates(new Assets()))::check).doesNotThrowAnyException();
    }

    @Test
    void failsWithoutTemplates() {
        assertThatThrownBy(new ConsoleProbe(new Templates(new Assets(), "nowhere"))::check)
                .hasMessageContaining("failed");
    }

    @Test
    void failsWhenItIsNoWholePage() {
        assertThatThrownBy(new ConsoleProbe(new Templates(new Assets(), "halves"))::check)
                .hasMessageContaining("not whole");
    }
}
