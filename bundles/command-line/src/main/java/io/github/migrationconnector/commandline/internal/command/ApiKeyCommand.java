package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "apikey",
        description = "Keys with which programs sign requests to the SMS API.",
        subcommands = {ApiKeyCommand.List.class, ApiKeyCommand.Create.class, ApiKeyCommand.Revoke.class})
final class ApiKeyCommand {
    private ApiKeyCommand() {}

    @Command(name = "list", description = "All API keys, without their secrets.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode keys = daemon().get("/api-keys");
            Table table = new Table("ACCESS KEY ID", "OWNER", "ROLE", "LAST USED", "DESCRIPTION");
            keys.forEach(key -> table.row(
                    key.path("accessKeyId").asText(),
                    key.path("owner").asText(),
                    key.path("role").asText(),
                    key.path("lastUsedAt").asText("never"),
                    key.path("description").asText()));
            print(keys, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "create", description = "Makes an API key. Its secret is shown this once.")
    static final class Create extends DaemonCommand {
        @Option(names = "--owner", required = true, paramLabel = "USER", description = "On whose behalf it signs.")
        private String owner;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = UserCommand.ROLES)
        private String role;

        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        private String description = "";

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode key = daemon().post(
                            "/api-keys",
                            object().put("owner", owner)
                                    .put("role", UserCommand.role(role))
                                    .put("description", description));
            print(
                    key,
                    new Table("access key id", key.path("accessKeyId").asText())
                            .row(
                                    "secret access key",
                                    key.path("secretAccessKey").asText())
                            .toString());
            return Program.DONE;
        }
    }

    @Command(name = "revoke", description = "Makes an API key worthless at once.")
    static final class Revoke extends DaemonCommand {
        @Parameters(paramLabel = "ID", description = "Its access key id.")
        private String id;

        Revoke(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/api-keys/" + Daemon.encoded(id));
            print(object().put("revoked", id), id + " was revoked\n");
            return Program.DONE;
        }
    }
}
