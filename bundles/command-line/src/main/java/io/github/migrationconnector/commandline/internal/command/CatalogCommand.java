package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.JobText;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "catalog",
        description = "The servers that vCenter had when it was asked last, under ids that stay.",
        subcommands = {
            CatalogCommand.Show.class,
            CatalogCommand.Import.class,
            CatalogCommand.Servers.class,
            CatalogCommand.Delete.class
        })
final class CatalogCommand {
    private CatalogCommand() {}

    private static String words(JsonNode catalog) {
        return new Table("catalog", catalog.path("state").asText())
                .row("servers", catalog.path("servers").asText())
                .row("changed", JobText.time(catalog.path("changedAt")))
                .row("message", catalog.path("message").asText())
                .toString();
    }

    @Command(name = "show", description = "Where the catalog stands.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode catalog = daemon().get("/catalog");
            print(catalog, words(catalog));
            return Program.DONE;
        }
    }

    @Command(name = "import", description = "Reads vCenter afresh.")
    static final class Import extends DaemonCommand {
        @Option(names = "--wait", description = "Waits until it is read, and fails when it can't be.")
        private boolean wait;

        Import(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode catalog = daemon().post("/catalog/import");
            Patience patience = new Patience(daemon());
            while (wait && catalog.path("state").asText().equals("IMPORTING")) {
                patience.pause();
                catalog = patience.get("/catalog");
            }
            print(catalog, words(catalog));
            return wait && !catalog.path("state").asText().equals("AVAILABLE") ? Program.FAILED : Program.DONE;
        }
    }

    @Command(name = "servers", description = "The servers, with their jobs and with what changed since the import.")
    static final class Servers extends DaemonCommand {
        Servers(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode servers = daemon().get("/servers");
            Table table = new Table("ID", "NAME", "VM", "JOB", "CHANGED", "PATH");
            for (JsonNode server : servers) {
                List<String> drift = new ArrayList<>();
                server.path("drift")
                        .forEach(finding -> drift.add(finding.path("code").asText()));
                table.row(
                        server.path("id").asText(),
                        server.at("/vm/name").asText(),
                        server.at("/vm/id").asText(),
                        server.path("jobId").asText(),
                        String.join(" ", drift),
                        server.at("/vm/path").asText());
            }
            print(servers, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "delete", description = "Empties the catalog. Jobs go on.")
    static final class Delete extends DaemonCommand {
        Delete(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/catalog");
            print(object().put("deleted", "catalog"), "the catalog is empty\n");
            return Program.DONE;
        }
    }
}
