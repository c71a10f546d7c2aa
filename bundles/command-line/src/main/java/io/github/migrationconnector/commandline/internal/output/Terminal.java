package io.github.migrationconnector.commandline.internal.output;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes.
 *
 * @param out for results
 * @param err for progress and for what went wrong
 * @param interactive whether somebody watches, so that lines may be drawn over
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    /** Set by {@code bin/connector}, since Java can't tell whether standard error alone is a terminal. */
    private static final String INTERACTIVE = "connector.terminal";

    /** The terminal, or the pipes, of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Boolean.getBoolean(INTERACTIVE));
    }
}
