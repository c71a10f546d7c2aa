package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.output.RunText;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cutover",
        description = "Shuts a job's guest down, carries over what is left, and makes the last image. The job is paused"
                + " then. Nothing is deleted when a step fails.")
final class CutoverCommand extends DaemonCommand {
    private static final int USUAL_SECONDS = 300;

    @Parameters(paramLabel = "JOB", description = "Its id.")
    private String job;

    @Option(names = "--yes", description = "Confirms that the guest is shut down. Without it nothing is done.")
    private boolean yes;

    @Option(names = "--back", description = "Powers the VM on again instead: the way back.")
    private boolean back;

    @Option(
            names = "--shutdown-within",
            paramLabel = "SECONDS",
            description = "How long the guest may take to shut down by itself; ${DEFAULT-VALUE} when not said.")
    private int shutdownWithin = USUAL_SECONDS;

    @Option(names = "--power-off", description = "Powers it off when it doesn't: as pulling the plug.")
    private boolean powerOff;

    @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
    private String description = "";

    @Option(
            names = "--wait",
            description = "Shows progress until the run has ended, and fails when it has not completed.")
    private boolean wait;

    CutoverCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        String path = "/jobs/" + Daemon.encoded(job);
        if (back) {
            daemon().post(path + "/power-on");
            print(object().put("poweredOn", job), "the VM of " + job + " is on\n");
            return Program.DONE;
        }
        if (!yes) {
            throw new CommandFailure(
                    "a cut-over shuts the guest of " + job + " down", "say --yes when that is what you want");
        }
        JsonNode run = daemon().post(
                        path + "/cutover",
                        object().put("shutdownWithinSeconds", shutdownWithin)
                                .put("powerOff", powerOff)
                                .put("description", description));
        if (wait) {
            run = new RunWatch(daemon(), terminal()).untilEnd(run.path("id").asText());
        }
        print(run, RunText.of(run));
        return wait ? RunWatch.exitCode(run) : Program.DONE;
    }
}
