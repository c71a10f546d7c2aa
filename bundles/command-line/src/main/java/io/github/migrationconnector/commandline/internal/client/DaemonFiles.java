package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/**
 * What a running daemon leaves in its home for its owner: its address, its certificate, and the token that opens it.
 *
 * @param home the daemon's home
 */
public record DaemonFiles(Path home) implements Endpoint {
    private static final int MOST_BYTES = 64 * 1024;

    public DaemonFiles {
        home = home.toAbsolutePath().normalize();
    }

    /** The home that the daemon takes when it is told none. */
    public static Path defaultHome() {
        return Path.of(System.getProperty("user.home"), ".connector");
    }

    /** Where the API is. */
    @Override
    public URI address() {
        String text = read(home.resolve("run").resolve("address"));
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw damaged("run/address");
        }
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw damaged("run/address");
        }
        return address;
    }

    /** The only certificate that the daemon may show. */
    @Override
    public Predicate<X509Certificate> certificate() {
        return read()::equals;
    }

    private X509Certificate read() {
        Path file = home.resolve("tls").resolve("certificate.pem");
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (CertificateException e) {
            throw damaged("tls/certificate.pem");
        }
    }

    /** The administrator's bearer token. */
    @Override
    public String token() {
        String token = read(home.resolve("token"));
        if (!token.matches("[A-Za-z0-9._~+/=-]+")) {
            throw damaged("token");
        }
        return token;
    }

    private String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private CommandFailure unreadable(Path file, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return new CommandFailure(
                    "may not read " + file,
                    "run this command as the user that runs the daemon, or name its home by --home");
        }
        if (cause instanceof NoSuchFileException) {
            return notRunning();
        }
        return new CommandFailure("can't read " + file + ": " + cause, "look at the file");
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
        return "log/connector.log in " + home;
    }

    private CommandFailure damaged(String name) {
        return new CommandFailure(
                "the file " + name + " in " + home + " is not what a daemon writes",
                "stop the daemon and start it again");
    }
}
