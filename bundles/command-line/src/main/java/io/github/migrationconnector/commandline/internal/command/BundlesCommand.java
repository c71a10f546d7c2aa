package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;

@Command(name = "bundles", description = "The parts of the running daemon.", subcommands = BundlesCommand.List.class)
final class BundlesCommand {
    private BundlesCommand() {}

    @Command(name = "list", description = "Each bundle with its version and state.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode bundles = daemon().get("/bundles");
            Table table = new Table("NAME", "VERSION", "STATE");
            bundles.forEach(bundle -> table.row(
                    bundle.path("name").asText(),
                    bundle.path("version").asText(),
                    bundle.path("state").asText()));
            print(bundles, table.toString());
            return Program.DONE;
        }
    }
}
