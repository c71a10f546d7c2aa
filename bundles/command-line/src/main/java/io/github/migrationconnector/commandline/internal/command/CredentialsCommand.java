package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "credentials",
        description = "How the stored secrets are protected. No command shows one.",
        subcommands = {
            CredentialsCommand.Show.class,
            CredentialsCommand.Rotate.class,
            CredentialsCommand.Unseal.class,
            CredentialsCommand.Passphrase.class,
            CredentialsCommand.KeyFile.class,
            CredentialsCommand.Backup.class,
            CredentialsCommand.Restore.class
        })
final class CredentialsCommand {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int MOST_BYTES = 1 << 20;
    private static final String PASSPHRASE = "passphrase";

    private CredentialsCommand() {}

    private static String words(JsonNode state) {
        return new Table("opened by", state.path("protection").asText())
                .row("sealed", state.path("unsealed").asBoolean() ? "no" : "yes: connector credentials unseal")
                .row("key", state.path("primary").asText())
                .row("records", state.path("records").asText())
                .toString();
    }

    @Command(name = "show", description = "What opens the stored secrets, and whether they are open.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().get("/credentials");
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(name = "rotate", description = "Makes a new key, seals every record anew, and forgets the old key.")
    static final class Rotate extends DaemonCommand {
        Rotate(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().post("/credentials/rotation");
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(name = "unseal", description = "Opens the stored secrets with the passphrase, until the daemon ends.")
    static final class Unseal extends DaemonCommand {
        @Mixin
        private SecretInput input;

        Unseal(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state =
                    daemon().post("/credentials/unseal", object().put(PASSPHRASE, input.read(PASSPHRASE, false)));
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(
            name = "passphrase",
            description = "From the next start on a passphrase opens the stored secrets, and no file does.")
    static final class Passphrase extends DaemonCommand {
        @Mixin
        private SecretInput input;

        Passphrase(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state =
                    daemon().post("/credentials/passphrase", object().put(PASSPHRASE, input.read(PASSPHRASE, true)));
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(name = "keyfile", description = "A key file opens the stored secrets again, without a person.")
    static final class KeyFile extends DaemonCommand {
        KeyFile(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            daemon().delete("/credentials/passphrase");
            JsonNode state = daemon().get("/credentials");
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(name = "backup", description = "Writes all stored secrets into a file that only the passphrase opens.")
    static final class Backup extends DaemonCommand {
        @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file, for its owner alone.")
        private Path out;

        @Mixin
        private SecretInput input;

        Backup(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode backup =
                    daemon().post("/credentials/backup", object().put(PASSPHRASE, input.read(PASSPHRASE, true)));
            try {
                Files.createFile(
                        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(out, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(backup));
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailure("there is a file " + out + " already", "name a new one");
            } catch (IOException e) {
                throw new CommandFailure("can't write " + out + ": " + e.getMessage(), "name another file");
            }
            print(object().put("file", out.toString()), "written to " + out + "\n");
            return Program.DONE;
        }
    }

    @Command(name = "restore", description = "Puts the secrets of a backup in place of those that are kept.")
    static final class Restore extends DaemonCommand {
        @Option(names = "--file", required = true, paramLabel = "FILE", description = "The backup.")
        private Path file;

        @Mixin
        private SecretInput input;

        Restore(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ObjectNode request = object();
            request.set("backup", backup());
            request.put(PASSPHRASE, input.read(PASSPHRASE, false));
            JsonNode done = daemon().post("/credentials/restore", request);
            print(done, done.path("restored").asInt() + " records were restored\n");
            return Program.DONE;
        }

        private JsonNode backup() {
            try (InputStream in = Files.newInputStream(file)) {
                JsonNode backup = MAPPER.readTree(in.readNBytes(MOST_BYTES));
                if (!backup.isObject()) {
                    throw new CommandFailure(file + " is no backup", "name a file that credentials backup wrote");
                }
                return backup;
            } catch (NoSuchFileException e) {
                throw new CommandFailure("there is no file " + file, "name the backup");
            } catch (IOException e) {
                throw new CommandFailure(
                        file + " is no backup, or can't be read", "name a file that credentials backup wrote");
            }
        }
    }
}
