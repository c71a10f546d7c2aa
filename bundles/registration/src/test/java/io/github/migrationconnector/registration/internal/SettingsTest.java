package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, on a full disk say, is not in force either. */
final class SettingsTest {
    @TempDir
    private Path directory;

    private final FakeConfigurations configurations = new FakeConfigurations();

    private Settings settings() {
        return new Settings(configurations.admin(), directory);
    }

    private void fill() throws IOException {
        Files.createSymbolicLink(directory.resolve("." + Settings.AWS + ".cfg.new"), Path.of("/dev/full"));
    }

    private Problem refused() {
        return catchThrowableOfType(
                        ConnectorException.class, () -> settings().put(Settings.AWS, Map.of("region", "eu-west-1")))
                .problem();
    }

    @Test
    void aChangeThatFindsNoRoomLeavesWhatWasInForce() throws IOException {
        Map<String, String> before = Map.of("region", "eu-central-1");
        settings().put(Settings.AWS, before);
        fill();
        assertThat(refused().retry()).isEqualTo(Retry.WHEN_FREE);
        assertThat(settings().get(Settings.AWS)).isEqualTo(before);
    }

    @Test
    void firstSettingsThatFindNoRoomAreNotThereAfterwards() throws IOException {
        fill();
        assertThat(refused().code()).isEqualTo("SETTINGS_UNUSABLE");
        assertThat(settings().get(Settings.AWS)).isEmpty();
    }
}
