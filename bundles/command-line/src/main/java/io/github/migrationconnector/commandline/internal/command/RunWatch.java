package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.ProgressBars;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.util.Set;

/** Looks at a run until it has ended. */
final class RunWatch {
    private static final Set<String> GOING_ON = Set.of("PENDING", "ACTIVE", "DELETING");

    private final Patience patience;
    private final ProgressBars bars;

    RunWatch(Daemon daemon, Terminal terminal) {
        this.patience = new Patience(daemon);
        this.bars = new ProgressBars(terminal);
    }

    JsonNode untilEnd(String runId) throws InterruptedException {
        while (true) {
            JsonNode run = patience.get("/runs/" + Daemon.encoded(runId));
            bars.show(run);
            if (!GOING_ON.contains(run.path("state").asText())) {
                return run;
            }
            patience.pause();
        }
    }

    static int exitCode(JsonNode run) {
        return run.path("state").asText().equals("COMPLETED") ? Program.DONE : Program.FAILED;
    }
}
