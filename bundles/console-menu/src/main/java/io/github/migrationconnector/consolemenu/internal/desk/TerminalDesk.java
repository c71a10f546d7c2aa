package io.github.migrationconnector.consolemenu.internal.desk;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of this process. Keys come as they are typed and none of them is a signal, so Ctrl-C is a key like others and
 * ends nothing but a question. Nothing is drawn but lines, since the console may be a serial line.
 */
public final class TerminalDesk implements Desk, AutoCloseable {
    /** ECMA-48: home, and erase the page; a terminal that says it is dumb gets lines alone. */
    private static final String CLEAR = "\u001B[H\u001B[2J";

    private static final String DUMB = "dumb";
    private static final int TENTHS = 10;

    private final Terminal terminal;
    private final Attributes before;
    private final PrintWriter out;
    private final LineEditor editor;

    private TerminalDesk(Terminal terminal, Duration idle) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
        this.out = terminal.writer();
        this.editor = new LineEditor(
                new TerminalKeys(new FileInputStream(FileDescriptor.in)::read, System::nanoTime), out, (int)
                        idle.toSeconds());
        terminal.setAttributes(typing());
    }

    /** Throws when there is none. */
    public static TerminalDesk ofProcess(Duration idle) throws IOException {
        // by stty: no native library, which FreeBSD may lack; a hang-up still ends the process
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .exec(true)
                .jni(false)
                .jna(false)
                .jansi(false)
                .ffm(false)
                .dumb(false)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .build();
        terminal.handle(Terminal.Signal.CONT, Terminal.SignalHandler.SIG_IGN);
        return new TerminalDesk(terminal, idle);
    }

    private Attributes typing() {
        Attributes typing = new Attributes(before);
        typing.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.ISIG, LocalFlag.IEXTEN), false);
        typing.setInputFlags(EnumSet.of(InputFlag.ICRNL, InputFlag.INLCR, InputFlag.IXON), false);
        typing.setControlChar(ControlChar.VMIN, 0);
        typing.setControlChar(ControlChar.VTIME, TENTHS);
        return typing;
    }

    @Override
    public void say(String line) {
        Wrapped.lines(line, WIDTH - 1).forEach(out::println);
        out.flush();
    }

    @Override
    public void clear() {
        if (terminal.getType().startsWith(DUMB)) {
            out.println();
        } else {
            out.print(CLEAR);
        }
        out.flush();
    }

    @Override
    public String ask(String question) {
        return editor.line(question).strip();
    }

    @Override
    public char[] askSecret(String question) {
        return editor.secret(question);
    }

    @Override
    public Optional<String> askWithin(IntFunction<String> question, int seconds) {
        return editor.line(question, seconds).map(String::strip);
    }

    @Override
    public void pause(int seconds) {
        editor.pause(seconds);
    }

    @Override
    public void lend(List<String> command) throws IOException {
        terminal.setAttributes(before);
        try {
            new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new LeftException();
        } finally {
            terminal.setAttributes(typing());
        }
    }

    @Override
    public void close() throws IOException {
        terminal.setAttributes(before);
        terminal.close();
    }
}
