package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import io.github.migrationconnector.commandline.internal.output.UpgradeText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "upgrade",
        description = "Upgrades in place (docs/upgrades.md): signed, watched, put back when they are not well.",
        subcommands = {
            UpgradeCommand.Check.class,
            UpgradeCommand.Plan.class,
            UpgradeCommand.Apply.class,
            UpgradeCommand.Status.class,
            UpgradeCommand.Show.class,
            UpgradeCommand.RollBack.class,
            UpgradeCommand.Pin.class,
            UpgradeCommand.Unpin.class,
            UpgradeCommand.Clean.class
        })
final class UpgradeCommand {
    private UpgradeCommand() {}

    private static ObjectNode from(Path file, boolean dryRun) {
        ObjectNode body = DaemonCommand.object().put("dryRun", dryRun);
        return file == null
                ? body
                : body.put("file", file.toAbsolutePath().normalize().toString());
    }

    /** Begins something and waits for its end. */
    private abstract static class Change extends DaemonCommand {
        @Option(names = "--no-wait", description = "Only begins it; upgrade status tells how it goes on.")
        private boolean noWait;

        @Option(
                names = "--accept-loss",
                description = "Also without a way back for the store, or when it goes back to a copy of it.")
        private boolean acceptLoss;

        Change(Terminal terminal) {
            super(terminal);
        }

        abstract JsonNode begin();

        final boolean acceptLoss() {
            return acceptLoss;
        }

        @Override
        public Integer call() throws InterruptedException {
            String last = youngest(daemon().get("/upgrades"));
            JsonNode plan = begin();
            if (noWait) {
                print(plan, UpgradeText.plan(plan));
                return Program.DONE;
            }
            terminal().err().print(UpgradeText.plan(plan));
            Patience patience = new Patience(daemon());
            JsonNode status = patience.get("/upgrades");
            while (!status.path("stage").asText().equals("IDLE")
                    || youngest(status).equals(last)) {
                patience.pause();
                status = patience.get("/upgrades");
            }
            JsonNode record = status.path("history").path(0);
            print(record, UpgradeText.outcome(record));
            return record.path("outcome").asText().equals("GOOD") ? Program.DONE : Program.FAILED;
        }

        private static String youngest(JsonNode status) {
            JsonNode record = status.path("history").path(0);
            return record.path("startedAt").asText() + record.path("endedAt").asText();
        }
    }

    @Command(name = "check", description = "What the newest release of the channel would change. Changes nothing.")
    static final class Check extends DaemonCommand {
        Check(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode plan = daemon().post("/upgrades", from(null, true));
            print(plan, UpgradeText.plan(plan));
            return Program.DONE;
        }
    }

    @Command(name = "plan", description = "What a release file would change. Changes nothing.")
    static final class Plan extends DaemonCommand {
        @Parameters(paramLabel = "FILE", description = "The release file; the daemon has to be able to read it.")
        private Path file;

        Plan(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode plan = daemon().post("/upgrades", from(file, true));
            print(plan, UpgradeText.plan(plan));
            return Program.DONE;
        }
    }

    @Command(name = "apply", description = "Puts the newest release of a file, or of the channel, in force.")
    static final class Apply extends Change {
        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                description = "The release file; the daemon has to be able to read it. Not said: the channel.")
        private Path file;

        Apply(Terminal terminal) {
            super(terminal);
        }

        @Override
        JsonNode begin() {
            return daemon().post("/upgrades", from(file, false).put("acceptLoss", acceptLoss()));
        }
    }

    @Command(name = "status", description = "The set in force, what is under way, and the last upgrades.")
    static final class Status extends DaemonCommand {
        Status(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode status = daemon().get("/upgrades");
            print(status, UpgradeText.status(status));
            return Program.DONE;
        }
    }

    @Command(name = "rollback", description = "Puts the previous set back in force.")
    static final class RollBack extends Change {
        RollBack(Terminal terminal) {
            super(terminal);
        }

        @Override
        JsonNode begin() {
            return daemon().post("/upgrades/rollback", object().put("acceptLoss", acceptLoss()));
        }
    }

    @Command(name = "show", description = "What was planned for one of the last upgrades, and how it ended.")
    static final class Show extends DaemonCommand {
        @Parameters(
                paramLabel = "NUMBER",
                arity = "0..1",
                defaultValue = "1",
                description = "1 (the default) for the last one, 2 for the one before, and so on.")
        private int number;

        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode record = daemon().get("/upgrades").path("history").path(number - 1);
            if (record.isMissingNode()) {
                throw new CommandFailure(
                        "there is no upgrade number " + number + " in the history", "upgrade status lists them.");
            }
            JsonNode plan = daemon().get("/upgrades/" + record.path("startedAt").asText());
            ObjectNode both = object();
            both.set("record", record);
            both.set("plan", plan);
            print(both, UpgradeText.plan(plan) + UpgradeText.outcome(record));
            return Program.DONE;
        }
    }

    @Command(name = "pin", description = "Stays with the set in force: no upgrade, by hand or by itself, until unpin.")
    static final class Pin extends DaemonCommand {
        Pin(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode status = daemon().post("/upgrades/pin", object().put("pinned", true));
            print(status, "stays with the set " + status.path("set").asText() + "\n");
            return Program.DONE;
        }
    }

    @Command(name = "unpin", description = "Takes upgrades again.")
    static final class Unpin extends DaemonCommand {
        Unpin(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode status = daemon().post("/upgrades/pin", object().put("pinned", false));
            print(status, "takes upgrades again\n");
            return Program.DONE;
        }
    }

    @Command(name = "clean", description = "Removes what older sets left: all but what is in use and the way back.")
    static final class Clean extends DaemonCommand {
        Clean(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode gone = daemon().post("/upgrades/cleanup");
            print(gone, UpgradeText.cleaned(gone));
            return Program.DONE;
        }
    }
}
