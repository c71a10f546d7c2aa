package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;

@Command(
        name = "vcenter",
        description = "The vCenter side of the running daemon.",
        subcommands = {VcenterCommand.Check.class, VcenterCommand.Privileges.class})
final class VcenterCommand {
    private VcenterCommand() {}

    private static boolean anyWhole(JsonNode found) {
        for (JsonNode datacenter : found.path("datacenters")) {
            if (datacenter.path("missing").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static String words(JsonNode found) {
        Table table = new Table("DATACENTER", "PRIVILEGE", "VERDICT", "FOR");
        for (JsonNode datacenter : found.path("datacenters")) {
            String path = datacenter.path("path").asText();
            for (String verdict : new String[] {"missing", "offered", "granted"}) {
                datacenter
                        .path(verdict)
                        .forEach(privilege -> table.row(
                                path,
                                privilege.path("id").asText(),
                                verdict,
                                privilege.path("brings").asText()));
            }
        }
        return found.path("product").asText() + "\n" + table;
    }

    @Command(
            name = "check",
            description = "Logs in once, also with a password that was refused before: work that waits then goes on.")
    static final class Check extends DaemonCommand {
        Check(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode found = daemon().post("/vcenter/check");
            print(found, words(found));
            return Program.DONE;
        }
    }

    @Command(
            name = "privileges",
            description = "What the user may do in each datacenter. Fails when none has all that a run needs.")
    static final class Privileges extends DaemonCommand {
        Privileges(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode found = daemon().get("/vcenter/privileges");
            print(found, words(found));
            return anyWhole(found) ? Program.DONE : Program.FAILED;
        }
    }
}
