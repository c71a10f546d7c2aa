package io.github.migrationconnector.replication.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeNameTest {
    @TempDir
    private Path home;

    @TempDir
    private Path other;

    @Test
    void isTheSameInEachLifeAndAnotherInEachHome() {
        String name = new HomeName(home).read();
        assertThat(new HomeName(home).read()).isEqualTo(name);
        assertThat(new HomeName(other).read()).isNotEqualTo(name);
    }

    @Test
    void aFileThatIsNoNameIsReplaced() throws Exception {
        Files.writeString(home.resolve("lease-holder"), "x".repeat(1_000));
        assertThat(new HomeName(home).read()).hasSize(36).isEqualTo(new HomeName(home).read());
    }

    @Test
    void aHomeThatIsNotThereIsTold() {
        HomeName lost = new HomeName(home.resolve("lost"));
        assertThatThrownBy(lost::read)
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("HOME_NOT_WRITABLE")
                .hasMessageContaining("lost");
    }
}
