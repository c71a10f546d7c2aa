package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A daemon that can be asked: where it is, the only certificate that it may show, and the token that opens it. */
public interface Endpoint {
    /** Where it is: {@code https://HOST:PORT}. */
    URI address();

    /** Tells the daemon's certificate from any other; read anew at each call. */
    Predicate<X509Certificate> certificate();

    /** The bearer token. */
    String token();

    /**
     * How long a connection may take, with the TLS handshake, before it counts as nobody there. Empty for a daemon of this
     * machine: a port that nobody listens on is refused at once, while the first handshake of one that just started takes a
     * slow machine more than a minute.
     */
    default Optional<Duration> connectWithin() {
        return Optional.empty();
    }

    /** What to say when nobody answers. */
    CommandFailure notRunning();

    /** What to say when somebody else answers. */
    CommandFailure foreign();

    /** Where its log is, for people. */
    String log();
}
