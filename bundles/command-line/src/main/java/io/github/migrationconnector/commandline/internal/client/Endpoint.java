package io.github.migrationconnector.commandline.internal.client;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;

/** A daemon that can be asked: where it is, the only certificate that it may show, and the token that opens it. */
public interface Endpoint {
    /** Where it is: {@code https://HOST:PORT}. */
    URI address();

    /** Tells the daemon's certificate from any other; read anew at each call. */
    Predicate<X509Certificate> certificate();

    /** The bearer token. */
    String token();

    /** What to say when nobody answers. */
    CommandFailure notRunning();

    /** What to say when somebody else answers. */
    CommandFailure foreign();

    /** Where its log is, for people. */
    String log();
}
