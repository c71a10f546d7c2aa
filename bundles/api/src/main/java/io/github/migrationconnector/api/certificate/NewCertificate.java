package io.github.migrationconnector.api.certificate;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Objects;

/** A certificate, the chain of those who issued it, and its key. */
public sealed interface NewCertificate {
    /**
     * As text (RFC 7468).
     *
     * @param chain the server's certificate and those who issued it, in any order; the root may be left out
     * @param key its private key: PKCS #8, PKCS #1 or SEC 1; empty when it is that of the last {@link OwnCertificate#request}
     * @param passphrase opens the key; empty when it is not locked
     */
    record Pem(String chain, Secret key, Secret passphrase) implements NewCertificate {
        public Pem {
            Objects.requireNonNull(chain, "chain");
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(passphrase, "passphrase");
        }
    }

    /**
     * As a PKCS #12 file (RFC 7292) with one key.
     *
     * @param file the file in Base64 (RFC 4648, section 4)
     * @param passphrase opens it
     */
    record Pkcs12(Secret file, Secret passphrase) implements NewCertificate {
        public Pkcs12 {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(passphrase, "passphrase");
        }
    }
}
