package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.RunText;
import io.github.migrationconnector.commandline.internal.output.Sizes;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "job",
        description = "Replication jobs: one for each VM that is replicated.",
        subcommands = {
            JobCommand.Create.class,
            JobCommand.List.class,
            JobCommand.Show.class,
            JobCommand.Start.class,
            JobCommand.Delete.class
        })
final class JobCommand {
    private JobCommand() {}

    private static String words(JsonNode job) {
        long rate = job.path("bytesPerSecond").asLong();
        return new Table("job", job.path("id").asText())
                .row("VM", job.path("vmName").asText() + " (" + job.path("vmId").asText() + ")")
                .row("description", job.path("description").asText())
                .row("quiesce", job.path("quiesce").asBoolean() ? "yes" : "no")
                .row("rate", rate == 0 ? "no limit" : Sizes.of(rate) + "/s")
                .row("created", job.path("createdAt").asText())
                .row("latest image", job.path("latestImageId").asText())
                .toString();
    }

    @Command(name = "create", description = "Makes a job for a VM that has none.")
    static final class Create extends DaemonCommand {
        @Parameters(paramLabel = "VM", description = "Its id, path or name.")
        private String vm;

        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        private String description = "";

        @Option(names = "--quiesce", description = "Asks the guest to rest its file systems for each snapshot.")
        private boolean quiesce;

        @Option(
                names = "--rate",
                paramLabel = "BYTES/s",
                description = "Cap on what a run puts; 0, or not said, for none.")
        private long rate;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode job = daemon().post(
                            "/jobs",
                            object().put("vm", vm)
                                    .put("description", description)
                                    .put("quiesce", quiesce)
                                    .put("bytesPerSecond", rate));
            print(job, words(job));
            return Program.DONE;
        }
    }

    @Command(name = "list", description = "All jobs.")
    static final class List extends DaemonCommand {
        List(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode jobs = daemon().get("/jobs");
            Table table = new Table("ID", "VM", "LATEST IMAGE", "CREATED", "DESCRIPTION");
            jobs.forEach(job -> table.row(
                    job.path("id").asText(),
                    job.path("vmName").asText(),
                    job.path("latestImageId").asText(),
                    job.path("createdAt").asText(),
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
            print(shown, words(shown));
            return Program.DONE;
        }
    }

    @Command(name = "run", description = "Starts a run: full the first time, then what differs.")
    static final class Start extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        @Option(
                names = "--wait",
                description = "Shows progress until the run has ended, and fails when it has not completed.")
        private boolean wait;

        Start(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            JsonNode run = daemon().post("/jobs/" + Daemon.encoded(job) + "/runs");
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
