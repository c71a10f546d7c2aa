package io.github.migrationconnector.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarsRemovalTest {
    @Test
    void leavesNoJarOfAnEarlierBuild(@TempDir Path target) throws IOException {
        Path jars = target.resolve("jars");
        Files.writeString(Files.createDirectories(jars.resolve("bundles")).resolve("gone-1.0.jar"), "");
        Files.writeString(Files.createDirectories(jars.resolve("lib")).resolve("gone-2.0.jar"), "");
        Path beside = Files.writeString(target.resolve("built"), "");
        JarsRemoval.main(new String[] {jars.toString()});
        assertThat(target).isDirectoryContaining(beside::equals).isDirectoryNotContaining(jars::equals);
    }

    @Test
    void theFirstBuildHasNone(@TempDir Path target) throws IOException {
        JarsRemoval.main(new String[] {target.resolve("jars").toString()});
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void removesNothingUnlessItIsToldWhat() {
        assertThatThrownBy(() -> JarsRemoval.main(new String[0])).hasMessageContaining("usage");
    }
}
