package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.JobText;
import io.github.migrationconnector.commandline.internal.output.RunText;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "job",
        description = "Replication jobs: one for each VM that is replicated.",
        subcommands = {
            JobChangeCommands.Create.class,
            JobCommand.List.class,
            JobCommand.Show.class,
            JobChangeCommands.Update.class,
            JobCommand.Start.class,
            JobChangeCommands.Pause.class,
            JobChangeCommands.Resume.class,
            JobCommand.Delete.class
        })
final class JobCommand {
    private JobCommand() {}

    @Command(name = "list", description = "All jobs.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode jobs = daemon().get("/jobs");
            Table table = new Table("ID", "VM", "STATE", "NEXT RUN", "LATEST IMAGE", "SCHEDULE", "DESCRIPTION");
            jobs.forEach(job -> table.row(
                    job.path("id").asText(),
                    job.path("vmName").asText(),
                    job.path("state").asText() + (job.path("paused").asBoolean() ? ", paused" : ""),
                    JobText.time(job.path("nextRunAt")),
                    job.path("latestImageId").asText(),
                    JobText.schedule(job.path("schedule")),
                    job.path("description").asText()));
            print(jobs, table.toString());
            return Program.DONE;
        }
    }

    @Command(name = "show", description = "One job.")
    static final class Show extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode shown = daemon().get("/jobs/" + Daemon.encoded(job));
            print(shown, JobText.of(shown));
            return Program.DONE;
        }
    }

    @Command(name = "run", description = "Starts a run: full the first time, then what differs.")
    static final class Start extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        private String description = "";

        @Option(
                names = "--wait",
                description = "Shows progress until the run has ended, and fails when it has not completed.")
        private boolean wait;

        Start(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode run =
                    daemon().post("/jobs/" + Daemon.encoded(job) + "/runs", object().put("description", description));
            if (wait) {
                run = new RunWatch(daemon(), terminal()).untilEnd(run.path("id").asText());
            }
            print(run, RunText.of(run));
            return wait ? RunWatch.exitCode(run) : Program.DONE;
        }
    }

    @Command(name = "delete", description = "Forgets a job and its runs. Images and EBS snapshots stay.")
    static final class Delete extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        Delete(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/jobs/" + Daemon.encoded(job));
            print(object().put("deleted", job), "deleted " + job + "\n");
            return Program.DONE;
        }
    }
}
