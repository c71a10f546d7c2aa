package io.github.migrationconnector.access.internal.certificate;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;

/** What may be wrong with a certificate, a name or the files, in the same words everywhere. */
final class CertificateProblems {
    private CertificateProblems() {}

    static ConnectorException badName(String name) {
        return Problem.fatal(
                        "CERTIFICATE_NAME_INVALID",
                        "'" + name + "' is neither a host name nor an address.",
                        "Write names like connector.example, addresses like 192.0.2.7.")
                .asException();
    }

    static ConnectorException unreadable(String what, String why, Throwable cause) {
        return Problem.fatal(
                        "CERTIFICATE_UNREADABLE",
                        what + " can't be read: " + why,
                        "Give the chain and the key as PEM, or both in one PKCS #12 file.")
                .asException(cause);
    }

    static ConnectorException unreadable(String what, String why) {
        return unreadable(what, why, new IllegalArgumentException(why));
    }

    static ConnectorException locked(Throwable cause) {
        return Problem.fatal(
                        "CERTIFICATE_LOCKED",
                        "The passphrase does not open the key.",
                        "Give the passphrase that the key or the PKCS #12 file was locked with.")
                .asException(cause);
    }

    static ConnectorException keyMissing() {
        return Problem.fatal(
                        "CERTIFICATE_KEY_MISSING",
                        "There is no key: none came with the certificate, and no request waits for it.",
                        "Give the key too, or make a request here and have that one signed.")
                .asException();
    }

    static ConnectorException keyDiffers() {
        return Problem.fatal(
                        "CERTIFICATE_KEY_DIFFERS",
                        "None of the certificates is for this key.",
                        "Give the key that the certificate was made for; a later request replaced the key of an earlier one.")
                .asException();
    }

    static ConnectorException unfit(String why, String fix) {
        return Problem.fatal("CERTIFICATE_UNFIT", why, fix).asException();
    }

    static ConnectorException files(String what, Throwable cause) {
        return Problem.fatal(
                        "CERTIFICATE_FILES_UNUSABLE",
                        what + ": " + cause.getMessage(),
                        "Look at the free space and the rights of the home's tls directory; if its files are damaged, delete"
                                + " them and start again: a new certificate is made.")
                .asException(cause);
    }
}
