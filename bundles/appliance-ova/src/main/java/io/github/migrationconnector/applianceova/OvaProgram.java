package io.github.migrationconnector.applianceova;

import io.github.migrationconnector.applianceova.internal.BuildCommand;
import picocli.CommandLine;

/** Where {@code ./connector appliance ova} enters. */
public final class OvaProgram {
    private OvaProgram() {}

    /** Packs one image and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BuildCommand(System.out))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> BuildCommand.tell(failure, command.getErr()))
                .execute(arguments));
    }
}
