package io.github.migrationconnector.adminui.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.frame.Language;
import io.github.migrationconnector.adminui.internal.frame.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WayWordsTest {
    private static final Path PLANNING = Path.of(
            "../replication/src/main/java/io/github/migrationconnector/replication/internal/phase/Planning.java");
    private static final Pattern FULL = Pattern.compile("return full\\(\"([^;]*)\"\\);");
    private static final Pattern COMPARE = Pattern.compile("return compare\\(parent, \"([^;]*)\"\\);");

    private final Words english = new Words(Language.ENGLISH, "runs");
    private final Words japanese = new Words(Language.JAPANESE, "runs");
    private final WayWords ways = new WayWords();

    @Test
    void everyReasonThatARunGivesIsTranslated() throws IOException {
        String planning = Files.readString(PLANNING);
        List<String> full = reasons(FULL, planning);
        List<String> compare = reasons(COMPARE, planning);
        assertThat(full).hasSizeGreaterThanOrEqualTo(8);
        assertThat(compare).hasSizeGreaterThanOrEqualTo(3);
        for (String reason : full) {
            assertThat(ways.of(english, "full: " + reason)).as(reason).startsWith("Whole disk: ");
            assertThat(ways.of(japanese, "full: " + reason)).as(reason).startsWith("ディスク全体：");
        }
        for (String reason : compare) {
            assertThat(ways.of(english, "compare: " + reason)).as(reason).startsWith("Compared whole");
            assertThat(ways.of(japanese, "compare: " + reason)).as(reason).startsWith("全体を比較");
        }
        assertThat(ways.of(japanese, "changed areas")).isEqualTo("変更領域");
    }

    private static List<String> reasons(Pattern pattern, String source) {
        return pattern.matcher(source)
                .results()
                .map(found ->
                        found.group(1).replaceAll("\" \\+ base.snapshotId\\(\\) \\+ \"", "snap-0123456789abcdef0"))
                .toList();
    }

    @Test
    void theSnapshotIsNamed() {
        assertThat(ways.of(japanese, "full: the last run's snapshot snap-0123 is gone"))
                .contains("snap-0123");
    }

    @Test
    void aReasonOfVcentersOwnIsShownAsItWasTold() {
        assertThat(ways.of(japanese, "compare: a change id of another disk"))
                .isEqualTo("compare: a change id of another disk");
    }
}
