package io.github.migrationconnector.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SetListTest {
    private static final Path DIRECTORY = Path.of("/sets/1.0");
    private static final String DIGEST = "ab".repeat(32);
    private static final BundleSet SET = new BundleSet(
            DIRECTORY,
            "1.0",
            List.of(
                    new BundleEntry("api-1.0.jar", DIGEST, 10, Tier.PLATFORM, Set.of(Mode.RUN, Mode.COMMAND)),
                    new BundleEntry("admin-ui-1.0.jar", DIGEST, 20, Tier.LIVE, Set.of(Mode.RUN))));

    @Test
    void readsWhatItWrites() {
        assertThat(SetList.parse(DIRECTORY, SetList.format(SET))).isEqualTo(SET);
    }

    @Test
    void writesALineForEachBundle() {
        assertThat(SetList.format(SET))
                .isEqualTo("set 1.0\n"
                        + "bundle 10 platform run,command " + DIGEST + " api-1.0.jar\n"
                        + "bundle 20 live run " + DIGEST + " admin-ui-1.0.jar\n");
    }

    @Test
    void tellsTheBundlesOfAMode() {
        assertThat(SET.entriesFor(Mode.COMMAND)).extracting(BundleEntry::file).containsExactly("api-1.0.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bundle 10 platform run %s ../../etc/passwd.jar",
                "bundle 10 platform run %s sub/api.jar",
                "bundle 10 platform run %s api.txt",
                "bundle 0 platform run %s api.jar",
                "bundle 31 platform run %s api.jar",
                "bundle ten platform run %s api.jar",
                "bundle 10 middle run %s api.jar",
                "bundle 10 platform walk %s api.jar",
                "bundle 10 platform run, %s api.jar",
                "bundle 10 platform run %s0 api.jar",
                "bundle 10 platform run %s api.jar more",
                "set 2.0",
                "something else"
            })
    void refusesALineThatIsNone(String line) {
        String text = "set 1.0\n\n# a remark\n" + line.formatted(DIGEST) + "\n";
        assertThatThrownBy(() -> SetList.parse(DIRECTORY, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 4: ");
    }

    @Test
    void refusesAFileListedTwice() {
        String line = "bundle 10 platform run " + DIGEST + " api.jar\n";
        assertThatThrownBy(() -> SetList.parse(DIRECTORY, "set 1.0\n" + line + line))
                .hasMessageContaining("twice in the set: api.jar");
    }

    @Test
    void refusesASetWithoutNameOrBundles() {
        assertThatThrownBy(() -> SetList.parse(DIRECTORY, "bundle 10 platform run " + DIGEST + " api.jar"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetList.parse(DIRECTORY, "set 1.0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetList.parse(DIRECTORY, "set ../1.0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void meetsAnyTextWithASetOrARefusal() {
        byte[] good = SetList.format(SET).getBytes(StandardCharsets.UTF_8);
        Random random = new Random(20260101);
        int refused = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] mutant = good.clone();
            for (int change = 0; change <= random.nextInt(4); change++) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                SetList.parse(DIRECTORY, new String(mutant, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
    }
}
