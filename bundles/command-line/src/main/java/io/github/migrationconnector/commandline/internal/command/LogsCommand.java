package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.LogText;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        description = "What the daemon writes down of its work.",
        subcommands = {
            LogsCommand.Tail.class,
            LogsCommand.Files.class,
            LogsCommand.Level.class,
            LogsCommand.Bundle.class,
            LogsUploadCommand.class
        })
final class LogsCommand {
    private LogsCommand() {}

    /** What is looked for. */
    static final class Filter {
        @Option(
                names = "--area",
                paramLabel = "AREA",
                description = "connector, set-up, replication, upgrade or access.")
        private String area = "";

        @Option(
                names = "--level",
                paramLabel = "LEVEL",
                description = "This or worse: ERROR, WARN, INFO, DEBUG, TRACE.")
        private String level = "";

        @Option(names = "--text", paramLabel = "TEXT", description = "Only what has this in it.")
        private String text = "";

        @Option(names = "--id", paramLabel = "ID", description = "Only what belongs to this run, job or VM.")
        private String id = "";

        String query() {
            StringBuilder query = new StringBuilder();
            add(query, "area", area);
            add(query, "level", level.toUpperCase(Locale.ROOT));
            add(query, "text", text);
            add(query, "id", id);
            return query.toString();
        }

        private static void add(StringBuilder query, String name, String value) {
            if (!value.isEmpty()) {
                query.append('&').append(name).append('=').append(Daemon.encoded(value));
            }
        }
    }

    @Command(
            name = "tail",
            description =
                    "The end of the log, or what is found in all of it, oldest first; with --follow also what comes.")
    static final class Tail extends DaemonCommand {
        private static final int WAIT_SECONDS = 20;

        @Mixin
        private Filter filter = new Filter();

        @Option(names = "--count", paramLabel = "N", description = "How many lines; 40 when not said, 1000 at most.")
        private int count = 40;

        @Option(
                names = {"-f", "--follow"},
                description = "Goes on with what comes, until it is interrupted.")
        private boolean follow;

        Tail(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Daemon daemon = daemon();
            long next = follow ? daemon.get("/logs/live").path("next").asLong() : 0;
            JsonNode found = daemon.get("/logs/entries?count=" + count + filter.query());
            StringBuilder words = new StringBuilder();
            for (int i = found.size() - 1; i >= 0; i--) {
                words.append(LogText.line(found.get(i)));
            }
            print(found, words.toString());
            while (follow) {
                JsonNode news = daemon.get("/logs/live?after=" + next + "&wait=" + WAIT_SECONDS + filter.query());
                next = news.path("next").asLong();
                news.path("entries").forEach(entry -> print(entry, LogText.line(entry)));
            }
            return Program.DONE;
        }
    }

    @Command(name = "files", description = "The files of the log, and the room that they take.")
    static final class Files extends DaemonCommand {
        Files(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode logs = daemon().get("/logs");
            Table table = new Table("FILE", "BYTES", "CHANGED");
            logs.path("files")
                    .forEach(file -> table.row(
                            file.path("name").asText(),
                            file.path("bytes").asText(),
                            file.path("changedAt").asText()));
            String room = "together " + logs.path("bytes").asLong() + " of "
                    + logs.path("capBytes").asLong() + " bytes"
                    + (logs.path("shrunk").asBoolean() ? "; shrunk, since the disk is full" : "") + "\n";
            print(logs, table + room);
            return Program.DONE;
        }
    }

    @Command(
            name = "level",
            description =
                    "How much is written; with a name and a level it is set, from now on and after a restart, without"
                            + " one.")
    static final class Level extends DaemonCommand {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "NAME",
                description = "An area (connector, set-up, replication, upgrade, access) or a logger.")
        private String name = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "LEVEL",
                description = "ERROR, WARN, INFO, DEBUG or TRACE.")
        private String level = "";

        @Option(names = "--reset", description = "Goes back to what was shipped.")
        private boolean reset;

        Level(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode levels = name.isEmpty() || (level.isEmpty() && !reset)
                    ? daemon().get("/logs/levels")
                    : daemon().post("/logs/levels", request());
            Table table = new Table("NAME", "LEVEL", "");
            levels.forEach(each -> table.row(
                    each.path("name").asText(),
                    each.path("level").asText(),
                    each.path("chosen").asBoolean() ? "chosen" : ""));
            print(levels, table.toString());
            return Program.DONE;
        }

        private ObjectNode request() {
            ObjectNode request = object().put("name", name);
            return reset ? request.put("reset", true) : request.put("level", level.toUpperCase(Locale.ROOT));
        }
    }

    @Command(
            name = "bundle",
            description =
                    "Writes a support bundle: logs, settings without secrets, states, threads, last runs; one ZIP file"
                            + " with the digest of each of its parts.")
    static final class Bundle extends DaemonCommand {
        @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to; only you can read it.")
        private Path out;

        @Option(
                names = "--hide-names",
                description = "Other names in the place of names and addresses of machines, the same for the same.")
        private boolean hideNames;

        Bundle(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            long bytes = daemon().download("/logs/bundle?hideNames=" + hideNames, out);
            JsonNode written = JsonNodeFactory.instance
                    .objectNode()
                    .put("file", out.toString())
                    .put("bytes", bytes);
            print(written, out + ": " + bytes + " bytes\n");
            return Program.DONE;
        }
    }
}
