package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.RunText;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs of jobs. The launcher takes {@code connector run} without one of these subcommands for the daemon itself; see
 * {@code bin/connector}.
 */
@Command(
        name = "run",
        description = "Runs of jobs. (connector run alone, or with options, is the daemon itself.)",
        subcommands = {
            RunCommand.List.class,
            RunCommand.Show.class,
            RunCommand.Cancel.class,
            RunCommand.Retry.class,
            RunCommand.Watch.class
        })
final class RunCommand {
    private RunCommand() {}

    static Table table(JsonNode runs) {
        Table table = new Table("RUN", "STATE", "PHASE", "STARTED", "ENDED", "IMAGE");
        runs.forEach(run -> table.row(
                run.path("id").asText(),
                run.path("state").asText(),
                run.path("phase").asText(),
                run.path("startedAt").asText(),
                run.path("endedAt").isNull() ? "" : run.path("endedAt").asText(),
                run.path("imageId").asText()));
        return table;
    }

    @Command(name = "list", description = "The runs of a job, the youngest first.")
    static final class List extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode runs = daemon().get("/jobs/" + Daemon.encoded(job) + "/runs");
            print(runs, table(runs).toString());
            return Program.DONE;
        }
    }

    @Command(name = "show", description = "One run.")
    static final class Show extends DaemonCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String run;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode shown = daemon().get("/runs/" + Daemon.encoded(run));
            print(shown, RunText.of(shown));
            return Program.DONE;
        }
    }

    @Command(
            name = "cancel",
            description =
                    "Calls off a run. It removes what it made, and ends DELETED; watch it with: connector run watch.")
    static final class Cancel extends DaemonCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String run;

        Cancel(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode cancelled = daemon().post("/runs/" + Daemon.encoded(run) + "/cancel");
            print(cancelled, "calling off " + run + "\n");
            return Program.DONE;
        }
    }

    @Command(name = "retry", description = "Lets a run that waits for something look again at once.")
    static final class Retry extends DaemonCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String run;

        Retry(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode again = daemon().post("/runs/" + Daemon.encoded(run) + "/retry");
            print(again, RunText.of(again));
            return Program.DONE;
        }
    }

    @Command(
            name = "watch",
            description = "Shows a run's progress until it has ended, and fails when it has not completed.")
    static final class Watch extends DaemonCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String run;

        Watch(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode ended = new RunWatch(daemon(), terminal()).untilEnd(run);
            print(ended, RunText.of(ended));
            return RunWatch.exitCode(ended);
        }
    }
}
