package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import io.github.migrationconnector.commandline.internal.output.UploadText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "upload",
        description = {
            "Sends what is new in the logs where it was chosen, cleaned of secrets, and waits for the end.",
            "docs/logs.md says what arrives and how."
        },
        subcommands = {
            LogsUploadCommand.Now.class,
            LogsUploadCommand.Show.class,
            LogsUploadCommand.Choose.class,
            LogsUploadCommand.Test.class
        })
final class LogsUploadCommand extends DaemonCommand {
    private static final String PATH = "/logs/upload";

    LogsUploadCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        return upload(this);
    }

    private static int upload(DaemonCommand command) throws InterruptedException {
        command.daemon().post(PATH + "/now");
        Patience patience = new Patience(command.daemon());
        JsonNode state = patience.get(PATH);
        while (state.path("running").asBoolean()) {
            patience.pause();
            state = patience.get(PATH);
        }
        command.print(state, UploadText.of(state));
        return state.at("/trouble/code").asText().isEmpty() ? Program.DONE : Program.FAILED;
    }

    @Command(name = "now", description = "The same.")
    static final class Now extends DaemonCommand {
        Now(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() throws InterruptedException {
            return upload(this);
        }
    }

    @Command(name = "show", description = "What was chosen, what waits, and how the last upload went.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().get(PATH);
            print(state, UploadText.of(state));
            return Program.DONE;
        }
    }

    @Command(
            name = "test",
            description =
                    "Writes a small file where logs go, reads it back and removes it. Makes a bucket that may be made.")
    static final class Test extends DaemonCommand {
        Test(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode tried = daemon().post(PATH + "/test");
            print(tried, tried.path("place").asText() + ": a file was written, read and removed.\n");
            return Program.DONE;
        }
    }

    @Command(
            name = "set",
            description = "Chooses where logs go, and whether by themselves. What is not said stays as it is.")
    static final class Choose extends DaemonCommand {
        private static final Pattern SFTP =
                Pattern.compile("([^@]+)@(?:\\[([0-9A-Fa-f:.]+)]|([^@:\\[\\]]+))(?::(\\d{1,5}))?");
        private static final int LONGEST_KEY = 16_384;

        @ArgGroup
        private Target target = new Target();

        /** One of them. */
        static final class Target {
            @Option(
                    names = "--directory",
                    paramLabel = "DIR",
                    description = "An absolute path, such as a mounted share.")
            private String directory = "";

            @Option(names = "--s3", description = "A bucket of the account that the connector works in.")
            private boolean s3;

            @Option(
                    names = "--sftp",
                    paramLabel = "USER@HOST[:PORT]",
                    description = "A machine that is reached by SSH.")
            private String sftp = "";

            @Option(names = "--nowhere", description = "Takes the choice back; what was sent stays there.")
            private boolean nowhere;
        }

        @Option(
                names = "--automatic",
                negatable = true,
                description =
                        "Logs are uploaded by themselves, from now on; with --no-automatic only when it is asked for.")
        private Boolean automatic;

        @Option(
                names = "--every",
                paramLabel = "MINUTES",
                description = "Between two uploads: 5 to 10080; 60 at first.")
        private Integer every;

        @Option(
                names = "--hide-names",
                negatable = true,
                description = "Other names in the place of names and addresses of machines, the same for the same.")
        private Boolean hideNames;

        @Option(
                names = "--bucket",
                paramLabel = "NAME",
                description = "For S3; an empty one is the connector's own, named by account and region.")
        private String bucket;

        @Option(
                names = "--make-bucket",
                negatable = true,
                description =
                        "Makes the bucket when it is not there: closed to the public, encrypted, old logs removed.")
        private Boolean makeBucket;

        @Option(
                names = "--keep-days",
                paramLabel = "N",
                description = "After how many days a bucket that is made removes logs; 90 at first.")
        private Integer keepDays;

        @Option(
                names = "--folder",
                paramLabel = "PATH",
                description = "For SFTP: absolute, or below the user's home, which is the one at first.")
        private String folder;

        @Option(
                names = "--host-key",
                paramLabel = "SHA256:…",
                description = "For SFTP: the fingerprint of the host key, the only one that is accepted.")
        private String hostKey;

        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                description = "For SFTP: a private key to log in with; it is kept in the credential store.")
        private Path keyFile;

        @Option(names = "--password", description = "For SFTP: asks for the user's password.")
        private boolean password;

        @Option(names = "--passphrase", description = "For SFTP: asks for the passphrase of the private key.")
        private boolean passphrase;

        @Mixin
        private SecretInput input;

        Choose(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ObjectNode body = object();
            Optional.ofNullable(target).ifPresent(chosen -> target(chosen, body));
            Optional.ofNullable(automatic).ifPresent(value -> body.put("automatic", value));
            Optional.ofNullable(every).ifPresent(value -> body.put("everyMinutes", value));
            Optional.ofNullable(hideNames).ifPresent(value -> body.put("hideNames", value));
            Optional.ofNullable(bucket).ifPresent(value -> body.put("bucket", value));
            Optional.ofNullable(makeBucket).ifPresent(value -> body.put("makeBucket", value));
            Optional.ofNullable(keepDays).ifPresent(value -> body.put("keepDays", value));
            Optional.ofNullable(folder).ifPresent(value -> body.put("folder", value));
            Optional.ofNullable(hostKey).ifPresent(value -> body.put("fingerprint", value));
            secrets(body);
            JsonNode state = daemon().post(PATH, body);
            print(state, UploadText.of(state));
            return Program.DONE;
        }

        private static void target(Target chosen, ObjectNode body) {
            if (!chosen.directory.isEmpty()) {
                body.put("target", "DIRECTORY").put("directory", chosen.directory);
            } else if (chosen.s3) {
                body.put("target", "S3");
            } else if (chosen.nowhere) {
                body.put("target", "NONE");
            } else if (!chosen.sftp.isEmpty()) {
                Matcher parts = SFTP.matcher(chosen.sftp);
                if (!parts.matches()) {
                    throw new CommandFailure("'" + chosen.sftp + "' is no place", "give USER@HOST or USER@HOST:PORT");
                }
                body.put("target", "SFTP")
                        .put("user", parts.group(1))
                        .put("host", Optional.ofNullable(parts.group(2)).orElseGet(() -> parts.group(3)))
                        .put(
                                "port",
                                Integer.parseInt(
                                        Optional.ofNullable(parts.group(4)).orElse("22")));
            }
        }

        private void secrets(ObjectNode body) {
            if (password && passphrase) {
                throw new CommandFailure(
                        "a password and a passphrase can't be asked for at once", "give them by two commands");
            }
            if (password) {
                body.put("password", input.read("password of the user", true));
            }
            if (passphrase) {
                body.put("passphrase", input.read("passphrase of the key", true));
            }
            if (keyFile != null) {
                body.put("privateKey", key(keyFile));
            }
        }

        private static String key(Path file) {
            try {
                if (Files.size(file) > LONGEST_KEY) {
                    throw new CommandFailure(file + " is too long for a private key", "name the file of a key");
                }
                return Files.readString(file, StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new CommandFailure(
                        file + " can't be read: " + e.getMessage(), "name the private key, not the public one");
            }
        }
    }
}
