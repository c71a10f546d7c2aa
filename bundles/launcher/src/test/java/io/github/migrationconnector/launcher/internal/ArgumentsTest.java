package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
    private static final Home DEFAULT_HOME = new Home(Path.of(System.getProperty("user.home"), ".connector"));

    @Test
    void runHasDefaults() {
        assertThat(parse("run")).isEqualTo(new Arguments.Run(DEFAULT_HOME, "0.0.0.0", "8443"));
    }

    @Test
    void runTakesOptionsInBothForms() {
        Arguments expected = new Arguments.Run(new Home(Path.of("/h")), "127.0.0.1", "9443");
        assertThat(parse("run --home /h --bind 127.0.0.1 --https-port 9443")).isEqualTo(expected);
        assertThat(parse("run --home=/h --bind=127.0.0.1 --https-port=9443")).isEqualTo(expected);
    }

    @Test
    void commandHandsOnWhatIsNotItsOwn() {
        assertThat(parse("command copy --home /h raw:a --json --note=x=y dir:b"))
                .isEqualTo(new Arguments.Command(
                        new Home(Path.of("/h")), "copy", List.of("raw:a", "--json", "--note=x=y", "dir:b")));
        assertThat(parse("command copy --home=/h"))
                .isEqualTo(new Arguments.Command(new Home(Path.of("/h")), "copy", List.of()));
    }

    @Test
    void runHelps() {
        assertThat(parse("run --help")).isEqualTo(new Arguments.RunHelp());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "walk",
                "command",
                "run --home",
                "run --home=",
                "run --fast",
                "run extra",
                "command copy --home"
            })
    void refusesWrongUse(String line) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOfSatisfying(
                        LaunchException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WRONG_USE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "", "8443 "})
    void refusesWhatIsNoPort(String port) {
        assertThatThrownBy(() -> HttpsAddress.parse("127.0.0.1", port)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments parse(String line) {
        return Arguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
