package io.github.migrationconnector.consolemenu.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.consolemenu.internal.TroubleException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrivilegedProgramTest {
    private static PrivilegedProgram sh(String script, Duration limit) {
        return new PrivilegedProgram(List.of("sh", "-c", script, "sh"), limit);
    }

    private static PrivilegedProgram sh(String script) {
        return sh(script, Duration.ofMinutes(1));
    }

    @Test
    void handsArgumentsOnAsTheyAre() {
        assertThat(sh("printf '%s|' \"$@\"").call("system", "a b; c")).isEqualTo("system|a b; c|");
    }

    @Test
    void tellsWhatItSaid() {
        assertThatThrownBy(() -> sh("echo 'connector-privileged: no such verb' >&2; exit 64")
                        .call("x"))
                .isInstanceOf(TroubleException.class)
                .hasMessage("no such verb");
        assertThatThrownBy(() -> sh("exit 1").call("x")).hasMessage("it failed and said nothing");
        assertThatThrownBy(() -> new PrivilegedProgram(List.of("/nowhere/doas"), Duration.ofMinutes(1)).call("x"))
                .isInstanceOf(TroubleException.class)
                .hasMessageContaining("/nowhere/doas");
        assertThatThrownBy(() -> new PrivilegedProgram(List.of(), Duration.ofMinutes(1)).call("x"))
                .hasMessageContaining("not the connector's appliance");
    }

    @Test
    void waitsOnlySoLong() {
        assertThatThrownBy(() -> sh("sleep 600", Duration.ofMillis(200)).call("x"))
                .isInstanceOf(TroubleException.class)
                .hasMessageContaining("no answer");
    }
}
