package io.github.migrationconnector.commandline;

import io.github.migrationconnector.commandline.internal.command.Program;
import io.github.migrationconnector.commandline.internal.output.Terminal;

/** Where {@code bin/connector} enters for every command that is asked of a running daemon. */
public final class ConnectorCommand {
    private ConnectorCommand() {}

    /** Carries out one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new Program(Terminal.ofProcess()).run(arguments));
    }
}
