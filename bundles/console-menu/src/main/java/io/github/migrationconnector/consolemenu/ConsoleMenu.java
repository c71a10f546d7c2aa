package io.github.migrationconnector.consolemenu;

import io.github.migrationconnector.consolemenu.internal.MenuCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where {@code bin/connector menu} enters. */
public final class ConsoleMenu {
    private ConsoleMenu() {}

    /** Shows the menu until its user leaves; ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new MenuCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine
                .getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this help.")
                        .build());
        return commandLine;
    }
}
