package io.github.migrationconnector.commandline.internal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table("A", "LONG TITLE", "C").row("first", "b", "c").row("x", "y", ""))
                .hasToString("A      LONG TITLE  C\nfirst  b           c\nx      y\n");
    }

    @Test
    void theLastColumnIsCutBetweenCharacters() {
        String line = new Table("A", "B")
                .row("a", "😀".repeat(200))
                .toString()
                .lines()
                .toList()
                .get(1);
        assertThat(line.codePointCount(0, line.length())).isEqualTo(Table.width());
        assertThat(line).endsWith("😀…");
    }

    @Test
    void whatIsTooWideForOneLineStandsOneBelowTheOther() {
        System.setProperty("connector.columns", "40");
        try {
            assertThat(new Table("ID", "VM", "STATE")
                            .row("sms-job-0123456789abcdef0", "a name of more than forty characters, so it is", "X")
                            .row("b", "c", ""))
                    .hasToString("sms-job-0123456789abcdef0\n"
                            + "  VM     a name of more than forty chara\n"
                            + "         cters, so it is\n"
                            + "  STATE  X\n"
                            + "b\n"
                            + "  VM     c\n");
        } finally {
            System.clearProperty("connector.columns");
        }
    }

    @Test
    void nothingThatATerminalWouldObeyComesThrough() {
        assertThat(new Table("A").row("x\u001b[31m\u0007\n\u009by").toString()).isEqualTo("A\nx?[31m???y\n");
    }

    @Test
    void aRowHasAsManyCellsAsThereAreTitles() {
        assertThatThrownBy(() -> new Table("A", "B").row("a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizesAreRounded() {
        assertThat(Sizes.of(0)).isEqualTo("0 B");
        assertThat(Sizes.of(1023)).isEqualTo("1023 B");
        assertThat(Sizes.of(1024)).isEqualTo("1.0 KiB");
        assertThat(Sizes.of(1_610_612_736L)).isEqualTo("1.5 GiB");
        assertThat(Sizes.of(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }
}
