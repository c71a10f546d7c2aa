package io.github.migrationconnector.commandline.internal.command;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "iam", description = "The files for the AWS side.", subcommands = IamCommand.Policy.class)
final class IamCommand {
    private IamCommand() {}

    @Command(name = "policy", description = "The policy for the connector's IAM user: what it calls, and nothing else.")
    static final class Policy implements Callable<Integer> {
        private static final String RESOURCE = "/io/github/migrationconnector/commandline/iam/connector-policy.json";

        private final Terminal terminal;

        Policy(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            try (InputStream in = Policy.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new CommandFailure("this installation lacks the policy", "install the connector again");
                }
                terminal.out().println(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
                terminal.out().flush();
            }
            return Program.DONE;
        }
    }
}
