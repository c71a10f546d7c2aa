package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "session",
        description = "Logins that are under way.",
        subcommands = {SessionCommand.List.class, SessionCommand.Revoke.class})
final class SessionCommand {
    private SessionCommand() {}

    @Command(name = "list", description = "All sessions, the latest used first.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode sessions = daemon().get("/sessions");
            Table table = new Table("ID", "USER", "ROLE", "FROM", "SINCE", "USED");
            sessions.forEach(session -> table.row(
                    session.path("id").asText(),
                    session.path("userName").asText(),
                    session.path("role").asText(),
                    session.path("address").asText(),
                    session.path("createdAt").asText(),
                    session.path("usedAt").asText()));
            print(sessions, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "revoke", description = "Ends a session at once.")
    static final class Revoke extends DaemonCommand {
        @Parameters(paramLabel = "ID", description = "From the list of sessions.")
        private String id;

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/sessions/" + Daemon.encoded(id));
            print(object().put("revoked", id), id + " was ended\n");
            return Program.DONE;
        }
    }
}
