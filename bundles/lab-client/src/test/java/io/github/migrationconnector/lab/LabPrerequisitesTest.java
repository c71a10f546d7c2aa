package io.github.migrationconnector.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabPrerequisitesTest {
    @TempDir
    Path checkout;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(checkout.resolve("lab"));
        Files.createFile(checkout.resolve("lab/go.mod"));
        Files.createDirectories(checkout.resolve("bundles/aws"));
    }

    @Test
    void failsWithTheLineToTypeWhenTheLabWasNotBuilt() {
        assertThatThrownBy(() -> LabPrerequisites.find(Map.of(), checkout))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("./connector lab start");
    }

    @Test
    void findsWhatTheScriptLeftFromWithinAModule() throws IOException {
        Path binary = program(".lab/bin/lab");
        Path python = program(".lab/venv/bin/python");
        LabPrerequisites found = LabPrerequisites.find(Map.of(), checkout.resolve("bundles/aws"));
        assertThat(found.binary()).isEqualTo(binary);
        assertThat(found.python()).isEqualTo(python);
        assertThat(found.policy()).isEmpty();
    }

    @Test
    void believesTheScriptsWordFirst() throws IOException {
        program(".lab/bin/lab");
        Path binary = program("elsewhere/lab");
        Path python = program("elsewhere/python");
        Map<String, String> environment =
                Map.of("CONNECTOR_LAB_BINARY", binary.toString(), "CONNECTOR_LAB_PYTHON", python.toString());
        assertThat(LabPrerequisites.find(environment, checkout).binary()).isEqualTo(binary);
    }

    private Path program(String name) throws IOException {
        Path program = checkout.resolve(name);
        Files.createDirectories(program.getParent());
        Files.createFile(program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
