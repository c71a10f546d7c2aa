package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "audit",
        description = "Who did what, from where, and how it ended.",
        subcommands = {AuditCommand.List.class, AuditCommand.Verify.class})
final class AuditCommand {
    private AuditCommand() {}

    @Command(name = "list", description = "The audit trail, newest first.")
    static final class List extends DaemonCommand {
        @Option(names = "--count", paramLabel = "N", description = "How many records; 100 when not said, 1000 at most.")
        private int count = 100;

        @Option(names = "--before", paramLabel = "NUMBER", description = "Only records with a smaller number.")
        private long before = Long.MAX_VALUE / 10;

        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode records = daemon().get("/audit?count=" + count + "&before=" + before);
            Table table = new Table("NUMBER", "AT", "WHO", "FROM", "RESULT", "ACTION", "TARGET");
            records.forEach(entry -> table.row(
                    entry.path("number").asText(),
                    entry.path("at").asText(),
                    entry.path("who").asText(),
                    entry.path("from").asText(),
                    entry.path("result").asText(),
                    entry.path("action").asText(),
                    entry.path("target").asText()));
            print(records, table.toString());
            return Program.DONE;
        }
    }

    @Command(
            name = "verify",
            description = "Checks the whole trail; fails when a line was changed, removed or put in, and says where.")
    static final class Verify extends DaemonCommand {
        @Option(
                names = "--anchor",
                paramLabel = "NUMBER:HASH",
                description = "A head that an earlier look told, noted where nobody who writes the trail can reach it:"
                        + " whether all up to it is still there, unchanged.")
        private String anchor = "";

        Verify(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode found =
                    daemon().get("/audit/verification" + (anchor.isEmpty() ? "" : "?anchor=" + encoded(anchor)));
            boolean intact = found.path("intact").asBoolean();
            print(
                    found,
                    intact
                            ? "all " + found.path("records").asLong() + " records hold; the head is\n"
                                    + found.path("head").asText() + "\n"
                            : found.path("file").asText() + ", line "
                                    + found.path("line").asLong() + ": "
                                    + found.path("finding").asText() + "\n");
            return intact ? Program.DONE : Program.FAILED;
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
