package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Reads every snapshot of a run back, compares each block with what was put, and fails when one differs.",
            "A single snapshot is verified without the daemon: connector verify SNAPSHOT [--against SOURCE]."
        })
final class VerifyCommand extends DaemonCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id.")
    private String run;

    VerifyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        Daemon daemon = daemon();
        String path = "/verifications/"
                + daemon.post("/runs/" + Daemon.encoded(run) + "/verify")
                        .path("id")
                        .asText();
        Patience patience = new Patience(daemon);
        JsonNode verification = patience.get(path);
        while (verification.path("state").asText().equals("RUNNING")) {
            show(verification);
            patience.pause();
            verification = patience.get(path);
        }
        if (terminal().interactive()) {
            terminal().err().println();
        }
        JsonNode problem = verification.path("problem");
        if (verification.path("state").asText().equals("FAILED")) {
            throw new CommandFailure(
                    problem.path("message").asText(), problem.path("fix").asText());
        }
        print(verification, words(verification));
        return verification.path("equal").asBoolean() ? Program.DONE : Program.FAILED;
    }

    private void show(JsonNode verification) {
        JsonNode progress = verification.path("progress");
        if (terminal().interactive() && progress.isObject()) {
            terminal()
                    .err()
                    .printf(
                            "\rsnapshot %d of %d: %d of %d blocks compared",
                            verification.path("snapshots").size() + 1,
                            verification.path("snapshotsToCompare").asInt(),
                            progress.path("blocksDone").asLong(),
                            progress.path("blocksInScope").asLong());
            terminal().err().flush();
        }
    }

    private static String words(JsonNode verification) {
        Table table = new Table("SNAPSHOT", "EQUAL", "BLOCKS", "DIFFERING", "FIRST OF THEM");
        verification
                .path("snapshots")
                .forEach(one -> table.row(
                        one.path("snapshotId").asText(),
                        one.path("equal").asBoolean() ? "yes" : "NO",
                        one.path("blocksCompared").asText(),
                        one.path("blocksDiffering").asText(),
                        one.path("firstDiffering").isEmpty()
                                ? ""
                                : one.path("firstDiffering").toString()));
        return table.toString();
    }
}
