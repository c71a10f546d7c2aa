package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.JobText;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make and change jobs. */
final class JobChangeCommands {
    private JobChangeCommands() {}

    @Command(name = "create", description = "Makes a job for a VM that has none.")
    static final class Create extends DaemonCommand {
        @Parameters(paramLabel = "VM", description = "Its id, path or name, or the catalog's id of the server.")
        private String vm;

        @Mixin
        private JobOptions options;

        @ArgGroup
        private JobOptions.When when;

        Create(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode job = daemon().post("/jobs", options.body(when).put("vm", vm));
            print(job, JobText.of(job));
            return Program.DONE;
        }
    }

    @Command(name = "update", description = "Changes a job: what is not said stays.")
    static final class Update extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        @Option(
                names = "--revision",
                paramLabel = "N",
                description = "Refuses when the job has another revision by now, because somebody else changed it.")
        private Long revision;

        @Mixin
        private JobOptions options;

        @ArgGroup
        private JobOptions.When when;

        Update(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            String seen = revision == null ? "*" : "\"" + revision + "\"";
            JsonNode changed = daemon().patch("/jobs/" + Daemon.encoded(job), options.body(when), seen);
            print(changed, JobText.of(changed));
            return Program.DONE;
        }
    }

    @Command(name = "pause", description = "No run begins by itself any more; one that is active goes on.")
    static final class Pause extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        Pause(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode paused = daemon().post("/jobs/" + Daemon.encoded(job) + "/pause");
            print(paused, JobText.of(paused));
            return Program.DONE;
        }
    }

    @Command(name = "resume", description = "Takes back a pause, whether a person or failures made it.")
    static final class Resume extends DaemonCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String job;

        Resume(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode resumed = daemon().post("/jobs/" + Daemon.encoded(job) + "/resume");
            print(resumed, JobText.of(resumed));
            return Program.DONE;
        }
    }
}
