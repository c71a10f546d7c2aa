package io.github.migrationconnector.notifications.internal.channel;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** Why a server could not be reached, in words. */
final class Failures {
    private static final int LONGEST = 300;

    private Failures() {}

    static ConnectorException of(String server, IOException failure) {
        if (failure instanceof Stopped) {
            return new Problem("NOTIFICATIONS_STOPPING", failure.getMessage(), "", Retry.ON_RESUME)
                    .asException(failure);
        }
        if (failure instanceof UnknownHostException) {
            return unreachable(server, "its name is not known", failure);
        }
        if (failure instanceof SocketTimeoutException) {
            return unreachable(server, "it does not answer in time", failure);
        }
        if (failure instanceof SSLException) {
            return has(failure, CertificateException.class)
                    ? Problem.fatal(
                                    "NOTIFICATION_SERVER_UNTRUSTED",
                                    server + " shows a certificate that is not trusted: " + words(failure),
                                    "Use the name that stands in its certificate; for one of your own authority, give"
                                            + " the certificate's SHA-256 fingerprint with the channel.")
                            .asException(failure)
                    : unreachable(server, "there is no TLS: " + words(failure), failure);
        }
        return unreachable(server, words(failure), failure);
    }

    private static ConnectorException unreachable(String server, String why, IOException failure) {
        return Problem.passing(
                        "NOTIFICATION_SERVER_UNREACHABLE",
                        server + " can't be reached: " + why,
                        "Check name and port, name server, firewall, and the proxy if there is one.")
                .asException(failure);
    }

    /** What others wrote, fit for a line of a log. */
    static String printable(String text) {
        String line = text.replaceAll("[^ -~]", "?");
        return line.substring(0, Math.min(line.length(), LONGEST));
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return printable(message == null ? failure.getClass().getSimpleName() : message);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
