package io.github.migrationconnector.copy.internal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Parses a command's arguments and runs it. */
final class CommandCall {
    private CommandCall() {}

    static int execute(Callable<Integer> command, Console console, String[] arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .execute(arguments);
    }
}
