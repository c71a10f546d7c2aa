package io.github.migrationconnector.connectivity.internal;

import io.github.migrationconnector.api.connectivity.ConnectivityStep;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;

/** Says why TLS failed: an unknown issuer, another name, a date, or no TLS at all, each with its own fix. */
final class TlsWords {
    private static final int DEEPEST = 20;

    private TlsWords() {}

    static StepFailure failure(String host, IOException failure) {
        if (has(failure, CertificateExpiredException.class) || has(failure, CertificateNotYetValidException.class)) {
            return step(
                    "a certificate of " + host + " is out of its dates: " + Sockets.words(failure),
                    "Check this machine's clock; else renew the certificate.");
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return step(
                    "the certificate of " + host + " was issued by an authority that is not trusted: "
                            + Sockets.words(failure),
                    "If a proxy inspects TLS or the endpoint is private, give its authority as CA bundle; else someone is in"
                            + " between.");
        }
        if (has(failure, CertificateException.class)) {
            return step(
                    "the certificate is not for " + host + ": " + Sockets.words(failure),
                    "Use the name that stands in the certificate, or have one made for this name.");
        }
        if (failure instanceof SocketTimeoutException) {
            return step(
                    "no answer to the TLS handshake in time", "Look at what lies between: it may drop large packets.");
        }
        return step(
                "there is no TLS: " + Sockets.words(failure),
                "Check host and port; what answers there may be another service, or a firewall that cuts the connection.");
    }

    private static StepFailure step(String message, String fix) {
        return new StepFailure(ConnectivityStep.TLS, message, fix);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST)
                .anyMatch(kind::isInstance);
    }
}
