package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "registration",
        description = "Who this connector is.",
        subcommands = {RegistrationCommand.Show.class, RegistrationCommand.Disassociate.class})
final class RegistrationCommand {
    private RegistrationCommand() {}

    /** One line for each reason. */
    static String reasons(JsonNode reasons) {
        StringBuilder text = new StringBuilder();
        reasons.forEach(reason -> text.append("reason: ")
                .append(reason.path("code").asText())
                .append(" since ")
                .append(reason.path("since").asText())
                .append(": ")
                .append(reason.path("why").asText())
                .append("\n  fix: ")
                .append(reason.path("fix").asText())
                .append('\n'));
        return text.toString();
    }

    @Command(name = "show", description = "Id, name, version, addresses, capabilities, health and its reasons.")
    static final class Show extends DaemonCommand {
        @Option(names = "--check", description = "Looks at everything now instead of telling the last heartbeat.")
        private boolean check;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if (check) {
                // what it finds is what the connector shows next
                JsonNode unused = daemon().post("/connector/check");
            }
            JsonNode connector = daemon().get("/connector");
            Table table = new Table("id", connector.path("id").asText())
                    .row("name", connector.path("name").asText())
                    .row("version", connector.path("version").asText())
                    .row("registered", connector.path("associatedOn").asText("no"))
                    .row("health", connector.at("/health/state").asText())
                    .row("heartbeat", connector.at("/health/heartbeat").asText());
            connector
                    .path("addresses")
                    .forEach(address -> table.row(
                            "address",
                            address.path("ip").asText() + " "
                                    + address.path("mac").asText()));
            connector.path("capabilities").forEach(capability -> table.row("capability", capability.asText()));
            print(connector, table + reasons(connector.at("/health/reasons")));
            return Program.DONE;
        }
    }

    @Command(
            name = "disassociate",
            description =
                    "Lets go of AWS and vCenter: settings and credentials are forgotten, nothing there is deleted.")
    static final class Disassociate extends DaemonCommand {
        @Option(names = "--yes", description = "You mean it.")
        private boolean yes;

        @Option(
                names = "--force",
                description = "Also while runs have not ended or have left something there: nobody removes it then.")
        private boolean force;

        Disassociate(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if (!yes) {
                throw new CommandFailure(
                        "the connector would forget its credentials, and be another connector after the next set-up",
                        "Say --yes when you mean it.");
            }
            JsonNode unused = daemon().post("/connector/disassociate" + (force ? "/forced" : ""));
            print(object().put("disassociated", true), "let go of AWS and vCenter; nothing there was deleted\n");
            return Program.DONE;
        }
    }
}
