package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.output.Table;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "certificate",
        description = "The certificate that the running daemon itself shows. It changes without a restart.",
        subcommands = {
            CertificateCommand.Show.class,
            CertificateCommand.Renew.class,
            CertificateCommand.Csr.class,
            CertificateCommand.Install.class
        })
final class CertificateCommand {
    private static final String WARNING = "warning";

    private CertificateCommand() {}

    private static String words(JsonNode state) {
        boolean issued = state.path("origin").asText().equals("ISSUED");
        JsonNode own = state.path("chain").path(0);
        Table table = new Table("certificate of", own.path("subject").asText())
                .row("issued by", issued ? own.path("issuer").asText() : "itself; browsers warn until it is accepted")
                .row("names", joined(own.path("names")))
                .row(
                        "valid",
                        own.path("notBefore").asText() + " to "
                                + own.path("notAfter").asText())
                .row("SHA-256", own.path("sha256").asText());
        if (!state.path("missingNames").isEmpty()) {
            table.row("lacks", joined(state.path("missingNames")));
        }
        if (!state.path(WARNING).asText().isEmpty()) {
            table.row(WARNING, state.path(WARNING).asText());
        }
        if (!state.path("request").asText().isEmpty()) {
            table.row("request", "one waits for its certificate: connector certificate install --chain FILE");
        }
        return table.toString();
    }

    private static String joined(JsonNode names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    @Command(name = "show", description = "Shows it, and which names of this machine it lacks.")
    static final class Show extends DaemonCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().get("/certificate");
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(
            name = "renew",
            description =
                    "Makes a new key and a certificate that it signs itself, for the names that this machine has now.")
    static final class Renew extends DaemonCommand {
        @Option(
                names = "--force",
                description =
                        "Also in place of an authority's certificate: browsers that came by that one then refuse the"
                                + " connector for up to a year.")
        private boolean force;

        Renew(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            JsonNode state = daemon().post("/certificate/renewal" + (force ? "?force=true" : ""));
            print(state, words(state));
            return Program.DONE;
        }
    }

    @Command(
            name = "csr",
            description =
                    "Makes a new key, which stays here, and prints the request for its certificate, for an authority to"
                            + " sign.")
    static final class Csr extends DaemonCommand {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "A name or an address to be certified; may be repeated. Left out, those of this machine.")
        private List<String> names = new ArrayList<>();

        Csr(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            ObjectNode body = object();
            if (!names.isEmpty()) {
                ArrayNode list = body.putArray("names");
                names.forEach(list::add);
            }
            JsonNode made = daemon().post("/certificate/request", body);
            print(made, made.path("request").asText());
            return Program.DONE;
        }
    }

    @Command(
            name = "install",
            description =
                    "Shows another certificate from now on: with --chain alone that of the last csr, with --key one of"
                            + " yours, or all from a PKCS #12 file.")
    static final class Install extends DaemonCommand {
        private static final int MOST_BYTES = 128 << 10;

        @Option(
                names = "--chain",
                paramLabel = "PEM",
                description = "The certificate and those who issued it, in any order.")
        private Path chain;

        @Option(names = "--key", paramLabel = "PEM", description = "Its key; left out, that of the last csr.")
        private Path key;

        @Option(names = "--pkcs12", paramLabel = "FILE", description = "Key and chain in one file.")
        private Path pkcs12;

        @Option(
                names = "--locked",
                description = "Asks for the passphrase of the key; a PKCS #12 file's is always asked for.")
        private boolean locked;

        @Mixin
        private SecretInput input;

        Install(Terminal terminal) {
            super(terminal);
        }

        @Override
        public Integer call() {
            if ((chain == null) == (pkcs12 == null) || (key != null && pkcs12 != null)) {
                throw new CommandFailure(
                        "it takes one of --chain and --pkcs12", "name --chain FILE [--key FILE], or --pkcs12 FILE");
            }
            ObjectNode body = object();
            if (pkcs12 == null) {
                body.put("chain", new String(read(chain), StandardCharsets.UTF_8));
                if (key != null) {
                    body.put("key", new String(read(key), StandardCharsets.UTF_8));
                }
            } else {
                body.put("pkcs12", Base64.getEncoder().encodeToString(read(pkcs12)));
            }
            if (locked || pkcs12 != null) {
                body.put("passphrase", input.read("passphrase", false));
            }
            JsonNode state = daemon().post("/certificate/installation", body);
            print(state, words(state));
            return Program.DONE;
        }

        private static byte[] read(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new CommandFailure(file + " is too long for a certificate or key", "name another file");
                }
                return bytes;
            } catch (NoSuchFileException missing) {
                throw new CommandFailure("there is no file " + file, "name the file with the certificate or the key");
            } catch (IOException unreadable) {
                throw new CommandFailure(file + " can't be read: " + unreadable.getMessage(), "look at its rights");
            }
        }
    }
}
