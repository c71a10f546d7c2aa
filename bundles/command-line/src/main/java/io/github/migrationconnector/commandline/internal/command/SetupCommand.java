package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Answer;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "setup",
        description = {
            "Sets up vCenter and AWS from a file (docs/setup.md), all or nothing: both sides are checked first.",
            "What is in force already is left alone."
        })
final class SetupCommand extends DaemonCommand {
    /** As the API bounds it. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String SCHEMA = "/io/github/migrationconnector/commandline/setup.schema.json";

    @ArgGroup(multiplicity = "1")
    private What what;

    /** One of them. */
    private static final class What {
        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The set-up document; - reads it from standard input.")
        private Path file;

        @Option(
                names = "--schema",
                description = "Prints the JSON Schema of the document, for editors and other programs; asks no daemon.")
        private boolean schema;
    }

    @Option(names = "--dry-run", description = "Checks everything and changes nothing.")
    private boolean dryRun;

    SetupCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        if (what.schema) {
            terminal().out().print(schema());
            return Program.DONE;
        }
        byte[] document = read();
        Answer answer;
        try {
            answer = daemon().post("/setup?dryRun=" + dryRun, document);
        } finally {
            Arrays.fill(document, (byte) 0);
        }
        if (!answer.ok() && answer.body().path("findings").isMissingNode()) {
            throw new CommandFailure(
                    answer.body().path("detail").asText("the daemon answered with status " + answer.status()),
                    answer.body().path("fix").asText());
        }
        print(report(answer.body()), words(answer.body()));
        answer.body().path("warnings").forEach(warning -> terminal()
                .err()
                .println("connector: note: " + warning.path("message").asText() + " "
                        + warning.path("fix").asText()));
        answer.body().path("findings").forEach(finding -> {
            terminal()
                    .err()
                    .println("connector: " + finding.path("path").asText() + ": "
                            + code(finding)
                            + finding.path("message").asText());
            terminal()
                    .err()
                    .println("connector: to mend it: " + finding.path("fix").asText());
        });
        return answer.ok() ? Program.DONE : Program.FAILED;
    }

    /** With what parts it from the message; nothing of a connector that told it within the message. */
    private static String code(JsonNode finding) {
        String code = finding.path("code").asText();
        return code.isEmpty() ? "" : code + ": ";
    }

    private static String schema() {
        try (InputStream shipped = SetupCommand.class.getResourceAsStream(SCHEMA)) {
            return new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is not in this jar", e);
        }
    }

    /** Without what the API adds to a refusal, so that a program meets one shape. */
    private static ObjectNode report(JsonNode body) {
        ObjectNode report = object();
        report.set("state", body.path("state"));
        report.set("findings", body.path("findings"));
        if (body.has("warnings")) {
            report.set("warnings", body.path("warnings"));
        }
        report.set("changed", body.path("changed"));
        return report;
    }

    private String words(JsonNode report) {
        if (!report.path("findings").isEmpty()) {
            return "";
        }
        List<String> changed = new ArrayList<>();
        report.path("changed").forEach(section -> changed.add(section.asText()));
        String what = changed.isEmpty()
                ? "nothing to change: all of it is in force"
                : (dryRun ? "would change: " : "changed: ") + String.join(", ", changed);
        return what + "\nstate: " + report.path("state").asText() + "\n";
    }

    private byte[] read() {
        try {
            if (what.file.toString().equals("-")) {
                return bounded(System.in);
            }
            try (InputStream in = Files.newInputStream(what.file)) {
                return bounded(in);
            }
        } catch (NoSuchFileException e) {
            throw new CommandFailure(
                    "there is no file " + what.file, "name the set-up document; docs/setup.md describes it");
        } catch (IOException e) {
            throw new CommandFailure(
                    "can't read " + what.file + ": " + e.getMessage(), "look at its owner and permissions");
        }
    }

    private byte[] bounded(InputStream in) throws IOException {
        byte[] document = in.readNBytes(MOST_BYTES + 1);
        if (document.length > MOST_BYTES) {
            throw new CommandFailure(what.file + " has more than " + MOST_BYTES + " bytes", "name a set-up document");
        }
        return document;
    }
}
