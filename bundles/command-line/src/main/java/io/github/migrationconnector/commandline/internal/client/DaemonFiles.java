package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/**
 * What a running daemon leaves in its home for its owner: its address, its certificate, and the token that opens it.
 *
 * @param home the daemon's home
 */
public record DaemonFiles(Path home) implements Endpoint {
    public DaemonFiles {
        home = home.toAbsolutePath().normalize();
    }

    /** The home that the daemon takes when it is told none. */
    public static Path defaultHome() {
        return Path.of(System.getProperty("user.home"), ".connector");
    }

    private LeftFiles files() {
        return new LeftFiles(home, this::notRunning);
    }

    /** Where the API is. */
    @Override
    public URI address() {
        return files().address("run/address");
    }

    /** The only certificate that the daemon may show. */
    @Override
    public Predicate<X509Certificate> certificate() {
        return files().certificate("tls/certificate.pem")::equals;
    }

    /** The administrator's bearer token. */
    @Override
    public String token() {
        return files().token("token");
    }

    /** What to say when nobody answers. */
    @Override
    public CommandFailure notRunning() {
        return new CommandFailure(
                "no daemon runs at the home " + home,
                "start it by: connector run --home " + home + " — or name another home by --home",
                true);
    }

    @Override
    public CommandFailure foreign() {
        return new CommandFailure(
                "what answers at " + address() + " is not the daemon of " + home + ": it shows another certificate",
                "see which process listens there, and start the daemon again");
    }

    @Override
    public String log() {
        return "log/ in " + home;
    }
}
