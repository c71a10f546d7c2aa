package io.github.migrationconnector.commandline.internal.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import io.github.migrationconnector.commandline.internal.client.Daemon;
import io.github.migrationconnector.commandline.internal.client.DaemonFiles;
import io.github.migrationconnector.commandline.internal.client.RemoteDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that is asked of a running daemon. */
abstract class DaemonCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Terminal terminal;

    @Option(names = "--home", paramLabel = "DIR", description = "The daemon's home; ~/.connector when not said.")
    private Path home = DaemonFiles.defaultHome();

    @Option(
            names = "--host",
            paramLabel = "HOST[:PORT]",
            description = "A daemon on another machine; with --fingerprint and --token-file.")
    private String host = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256",
            description = "Of the certificate of that daemon, which is the only one that is accepted.")
    private String fingerprint = "";

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds a token for that daemon.")
    private Path tokenFile = Path.of("");

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    DaemonCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    final Terminal terminal() {
        return terminal;
    }

    final Daemon daemon() {
        if (host.isEmpty()) {
            return new Daemon(new DaemonFiles(home));
        }
        if (fingerprint.isEmpty() || tokenFile.toString().isEmpty()) {
            throw new CommandFailure(
                    "--host needs --fingerprint and --token-file",
                    "say which certificate it shows, and where a token is");
        }
        return new Daemon(new RemoteDaemon(host, fingerprint, tokenFile));
    }

    /** Whether the daemon is one of this machine, by its home. */
    final boolean isLocal() {
        return host.isEmpty();
    }

    final Path home() {
        return home.toAbsolutePath().normalize();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Prints a result: as it is for programs, in words for people. */
    final void print(JsonNode document, String words) {
        if (json) {
            try {
                terminal.out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree that can't be written", e);
            }
        } else {
            terminal.out().print(words);
        }
        terminal.out().flush();
    }
}
