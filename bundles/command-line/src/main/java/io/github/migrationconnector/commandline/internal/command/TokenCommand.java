package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "token",
        description = "Bearer tokens for programs that ask the JSON API.",
        subcommands = {TokenCommand.List.class, TokenCommand.Create.class, TokenCommand.Revoke.class})
final class TokenCommand {
    private TokenCommand() {}

    @Command(name = "list", description = "All tokens; what opens is not kept.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode tokens = daemon().get("/tokens");
            Table table = new Table("NAME", "OWNER", "ROLE", "EXPIRES", "LAST USED");
            tokens.forEach(token -> table.row(
                    token.path("name").asText(),
                    token.path("owner").asText(),
                    token.path("role").asText(),
                    token.path("expiresAt").asText(),
                    token.path("lastUsedAt").asText("never")));
            print(tokens, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "create", description = "Makes a token, which is shown this once.")
    static final class Create extends DaemonCommand {
        @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits, dots, dashes.")
        private String name;

        @Option(names = "--owner", required = true, paramLabel = "USER", description = "On whose behalf it opens.")
        private String owner;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = UserCommand.ROLES)
        private String role;

        @Option(names = "--days", paramLabel = "N", description = "How long it opens; 90 days when not said.")
        private long days = 90;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode token = daemon().post(
                            "/tokens",
                            object().put("name", name)
                                    .put("owner", owner)
                                    .put("role", UserCommand.role(role))
                                    .put("days", days));
            print(token, token.path("token").asText() + "\n");
            return Program.DONE;
        }
    }

    @Command(name = "revoke", description = "Makes a token worthless at once.")
    static final class Revoke extends DaemonCommand {
        @Parameters(paramLabel = "NAME", description = "From the list of tokens.")
        private String name;

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/tokens/" + Daemon.encoded(name));
            print(object().put("revoked", name), name + " was revoked\n");
            return Program.DONE;
        }
    }
}
