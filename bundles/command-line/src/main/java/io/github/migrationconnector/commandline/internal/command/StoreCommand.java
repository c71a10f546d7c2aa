package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.StoppedHome;
import io.github.migrationconnector.commandline.internal.output.Sizes;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "store",
        description = "Jobs, runs, users and the connector's id (docs/operations.md, \"The store\").",
        subcommands = {StoreCommand.Show.class, StoreCommand.Backup.class, StoreCommand.Restore.class})
final class StoreCommand {
    private StoreCommand() {}

    private static String words(JsonNode state) {
        JsonNode restore = state.path("restore");
        Table table = new Table("kind", state.path("kind").asText());
        if (state.path("bytes").asLong() > 0) {
            table.row("size", Sizes.of(state.path("bytes").asLong()));
        }
        table.row("restore", restore.path("state").asText());
        if (!restore.path("message").asText().isEmpty()) {
            table.row("", restore.path("message").asText());
        }
        return table.toString();
    }

    @Command(name = "show", description = "What the store is, and what became of the last restore.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().get("/store");
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(
            name = "backup",
            description = "Copies the store as it is now, while the daemon works. Stored secrets are not in it:"
                    + " credentials backup. On PostgreSQL it says which pg_dump to use.")
    static final class Backup extends DaemonCommand {
        @Parameters(paramLabel = "FILE", description = "A new file (ZIP), for its owner alone.")
        private Path file;

        Backup(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Path target = file.toAbsolutePath();
            if (Files.exists(target)) {
                throw new CommandFailure("there is a file " + file + " already", "name a new one");
            }
            long bytes = daemon().download("/store/backup", target);
            BackupFile made = whole(target);
            ObjectNode result = object().put("file", target.toString())
                    .put("bytes", bytes)
                    .put("connector", made.connector())
                    .put("madeAt", made.madeAt());
            print(result, "the store of " + made.madeAt() + " is in " + file + " (" + Sizes.of(bytes) + ")\n");
            return Program.DONE;
        }

        /** What did not arrive whole must not stand there as if it were a backup. */
        private static BackupFile whole(Path target) {
            try {
                return BackupFile.examined(target);
            } catch (CommandFailure damaged) {
                try {
                    Files.deleteIfExists(target);
                } catch (IOException left) {
                    damaged.addSuppressed(left);
                }
                throw damaged;
            }
        }
    }

    @Command(
            name = "restore",
            description =
                    "Puts a backup in the store's place, at the next start of the daemon; whether one runs now does"
                            + " not matter. What is replaced is kept in store/replaced.db of the home.")
    static final class Restore extends DaemonCommand {
        @Parameters(paramLabel = "FILE", description = "The backup; a daemon that runs has to be able to read it.")
        private Path file;

        @Option(
                names = "--force",
                description = "Also one of another connector: this one is that other one from then on.")
        private boolean force;

        Restore(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            Path backup = file.toAbsolutePath().normalize();
            if (isLocal()) {
                BackupFile examined = BackupFile.examined(backup);
                try (Held stopped = new Held(StoppedHome.take(home()))) {
                    if (stopped.home().isPresent()) {
                        stopped.home().get().askForRestore(backup, force);
                        print(
                                object().put("inForce", "AT_NEXT_START").put("madeAt", examined.madeAt()),
                                "the store of " + examined.madeAt()
                                        + " is examined and taken when the daemon is started; store show tells then\n");
                        return Program.DONE;
                    }
                }
            }
            JsonNode state = daemon().post(
                            "/store/restore",
                            object().put("file", backup.toString()).put("force", force));
            print(state, words(state) + "restart the daemon; what it does until then is in store/replaced.db alone\n");
            return Program.DONE;
        }
    }

    /** A home that is held, when it could be taken. */
    private record Held(Optional<StoppedHome> home) implements AutoCloseable {
        @Override
        public void close() {
            home.ifPresent(StoppedHome::close);
        }
    }
}
