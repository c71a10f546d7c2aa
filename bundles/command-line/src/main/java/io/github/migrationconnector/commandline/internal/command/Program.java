package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as a whole. */
@Command(
        name = "connector",
        description = "Asks a running daemon. See also: connector run, copy, inspect, each with --help.",
        subcommands = {
            StatusCommand.class,
            HealthCommand.class,
            SetupCommand.class,
            InventoryCommand.class,
            PreflightCommand.class,
            CatalogCommand.class,
            JobCommand.class,
            RunCommand.class,
            CutoverCommand.class,
            VerifyCommand.class,
            AwsCommand.class,
            VcenterCommand.class,
            CertificateCommand.class,
            TrustCommand.class,
            RegistrationCommand.class,
            ConnectivityCommand.class,
            NetworkCommand.class,
            IamCommand.class,
            BundlesCommand.class,
            UpgradeCommand.class,
            ReleaseCommand.class,
            UserCommand.class,
            SessionCommand.class,
            ApiKeyCommand.class,
            TokenCommand.class,
            AuditCommand.class,
            LogsCommand.class,
            NotificationsCommand.class,
            CredentialsCommand.class,
            StoreCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong use"})
public final class Program {
    static final int DONE = 0;
    static final int FAILED = 1;

    private final Terminal terminal;

    public Program(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Carries out one command; answers its exit code. */
    public int run(String... arguments) {
        CommandLine commandLine = commandLine();
        commandLine.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> tell(failure));
        return commandLine.execute(arguments);
    }

    /** All commands, with help on each. */
    CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(this, new Commands(terminal));
        addHelp(commandLine);
        return commandLine;
    }

    private static void addHelp(CommandLine command) {
        if (!(command.getCommand() instanceof CommandLine.HelpCommand)) {
            command.getCommandSpec()
                    .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Shows this help.")
                            .build());
        }
        command.getSubcommands().values().forEach(Program::addHelp);
    }

    private int tell(Exception failure) {
        if (failure instanceof CommandFailure known) {
            terminal.err().println("connector: " + known.getMessage());
            if (!known.fix().isEmpty()) {
                terminal.err().println("connector: to mend it: " + known.fix());
            }
        } else {
            terminal.err().println("connector: an unexpected failure: " + failure);
        }
        return FAILED;
    }
}
