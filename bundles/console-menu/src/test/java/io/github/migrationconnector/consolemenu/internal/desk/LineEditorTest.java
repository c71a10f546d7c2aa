package io.github.migrationconnector.consolemenu.internal.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineEditorTest {
    private static final int IDLE_SECONDS = 5;
    private static final char SECOND = '\u0001';

    private final StringWriter screen = new StringWriter();

    /** {@link #SECOND} stands for a second of silence; silence follows what is typed. */
    private LineEditor typing(String text) {
        ByteArrayInputStream typed = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return new LineEditor(
                () -> {
                    int key = typed.read();
                    return key == SECOND ? Keys.SILENCE : key;
                },
                new PrintWriter(screen),
                IDLE_SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "'plain\r', plain",
        "'ab\u007fc\n', ac",
        "'a\b\b\bb\r', b",
        "'wrong\u0015right\r', right",
        "'a\u001b[Ab\u001b[3~c\u001bOPd\r', abcd",
        "'é日\u007f本\r', é本",
        "'\u0007\u001c\u001ax\r', x"
    })
    void readsWhatIsMeant(String typed, String line) {
        assertThat(typing(typed).line("Name")).isEqualTo(line);
        assertThat(screen.toString()).startsWith("\rName: ");
    }

    @Test
    void aSecretIsNotSeen() {
        assertThat(typing("seCret\u007fT\r").secret("Password"))
                .isEqualTo("secreT".replace("c", "C").toCharArray());
        assertThat(screen.toString().strip()).isEqualTo("Password:");
    }

    @ParameterizedTest
    @CsvSource({"'ab\u0003\r'", "'\u0004'"})
    void ctrlCDropsIt(String typed) {
        assertThatThrownBy(() -> typing(typed).line("Name")).isInstanceOf(CancelledException.class);
    }

    @Test
    void nobodyTypesIsToldFromSomebodySlow() {
        assertThat(typing("a\u0001\u0001\u0001\u0001b\u0001\u0001\u0001\u0001c\r")
                        .line("Name"))
                .isEqualTo("abc");
        assertThatThrownBy(() -> typing("abc").line("Name")).isInstanceOf(IdleException.class);
    }

    @Test
    void aQuestionWithATimeCountsDownAndEnds() {
        assertThat(typing("ke\u0001ep\r").line(left -> left + " s", 3)).contains("keep");
        assertThat(screen.toString()).contains("\r3 s: ke").contains("\r2 s: keep");
        assertThat(typing("\u0001\u0001\u0001").line(left -> left + " s", 3)).isEmpty();
    }

    @Test
    void aLineHasAnEnd() {
        assertThat(typing("x".repeat(5000) + "\r").line("Name")).hasSize(1024);
    }

    @Test
    void aPauseHearsCtrlC() {
        typing("abc\u0001\u0001").pause(2);
        assertThatThrownBy(() -> typing("a\u0003").pause(2)).isInstanceOf(CancelledException.class);
    }

    @Test
    void aTerminalThatIsGoneIsToldFromOneWhereNobodyTypes() {
        AtomicLong now = new AtomicLong();
        TerminalKeys.Bytes silent = () -> {
            now.addAndGet(1_000_000_000);
            return -1;
        };
        TerminalKeys keys = new TerminalKeys(silent, now::get);
        for (int second = 0; second < 100; second++) {
            assertThat(keys.next()).isEqualTo(Keys.SILENCE);
        }
        assertThatThrownBy(() -> new TerminalKeys(() -> -1, now::get).next()).isInstanceOf(LeftException.class);
        TerminalKeys.Bytes broken = () -> {
            throw new IOException("Input/output error");
        };
        assertThatThrownBy(() -> new TerminalKeys(broken, now::get).next()).isInstanceOf(LeftException.class);
    }

    @Test
    void longLinesGoOnAtAWordAndNothingIsObeyed() {
        assertThat(Wrapped.lines("  one two three", 9)).containsExactly("  one two", "  three");
        assertThat(Wrapped.lines("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(Wrapped.lines("a\u001b[2Jb\u202e", 40)).containsExactly("a?[2Jb?");
        assertThat(Wrapped.lines("", 40)).containsExactly("");
    }
}
