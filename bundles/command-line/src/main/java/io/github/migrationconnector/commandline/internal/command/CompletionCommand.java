package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = {
            "Prints a script that lets bash complete these commands. Read it in by:",
            "  source <(connector completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("connector", spec.root().commandLine()));
        terminal.out().flush();
        return Program.DONE;
    }
}
