package io.github.migrationconnector.api.trust;

import java.util.Base64;
import java.util.Objects;

/** What a server must show to be believed. */
public sealed interface ServerTrust {
    /**
     * One certificate, whatever name it carries and whoever issued it.
     *
     * @param sha256 its fingerprint: 64 lower-case hex digits
     */
    record Pinned(String sha256) implements ServerTrust {
        public Pinned {
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("a SHA-256 fingerprint has 64 hex digits");
            }
        }
    }

    /**
     * Any valid certificate with the server's name that this authority issued; so a renewal needs nobody's consent.
     *
     * @param certificate of the authority: DER (X.509) in Base64
     */
    record Followed(String certificate) implements ServerTrust {
        public Followed {
            Objects.requireNonNull(certificate, "certificate");
            if (certificate.isEmpty()) {
                throw new IllegalArgumentException("no certificate of an authority");
            }
            Base64.getDecoder().decode(certificate);
        }

        /** The certificate as DER. */
        public byte[] der() {
            return Base64.getDecoder().decode(certificate);
        }
    }
}
