package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/**
 * What a running daemon leaves for the menu's user in a folder of that user's group: the same as in its home, with a token that
 * opens less.
 */
public final class MenuFiles implements Endpoint {
    private final LeftFiles files;

    public MenuFiles(Path directory) {
        files = new LeftFiles(directory, this::notRunning);
    }

    @Override
    public URI address() {
        return files.address("address");
    }

    @Override
    public Predicate<X509Certificate> certificate() {
        return files.certificate("certificate.pem")::equals;
    }

    @Override
    public String token() {
        return files.token("token");
    }

    @Override
    public CommandFailure notRunning() {
        return new CommandFailure(
                "the connector does not answer", "wait a minute after a start; else restart it by this menu", true);
    }

    @Override
    public CommandFailure foreign() {
        return new CommandFailure(
                "what answers at " + address() + " is not the connector: it shows another certificate",
                "restart the connector by this menu");
    }

    @Override
    public String log() {
        return "the connector's log";
    }
}
