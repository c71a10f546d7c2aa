package io.github.migrationconnector.api.certificate;

import io.github.migrationconnector.api.access.Actor;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The certificate that the connector shows on its HTTPS port. It changes while running: what is connected stays so, and every
 * new connection sees the new one. All changes are for administrators, and written into the audit trail.
 *
 * <p>Failures are {@link io.github.migrationconnector.api.problem.ConnectorException}s: {@code FORBIDDEN}, {@code
 * CERTIFICATE_NAME_INVALID}, {@code CERTIFICATE_UNREADABLE}, {@code CERTIFICATE_KEY_MISSING}, {@code
 * CERTIFICATE_KEY_DIFFERS}, {@code CERTIFICATE_UNFIT}, {@code CERTIFICATE_LOCKED}, {@code CERTIFICATE_ISSUED}; none of them changes anything.
 */
@ProviderType
public interface OwnCertificate {
    /** What is shown now. */
    CertificateState state();

    /**
     * Makes a new key and a certificate that it signs itself, for the names that this machine has now.
     *
     * @param force also in place of an authority's certificate: browsers that were told to come by HTTPS alone leave nobody
     *     past a self-signed one until a year is over, so without it that is refused ({@code CERTIFICATE_ISSUED})
     */
    CertificateState renew(Actor actor, boolean force);

    /**
     * Makes a new key, and asks an authority for its certificate. The key waits for the answer, {@link #install}, and takes the
     * place of one that waited before.
     *
     * @param names for what names and addresses, each plain or as {@code dns:NAME} or {@code ip:ADDRESS}; empty for those that
     *     this machine has now
     * @return the request (PKCS #10, RFC 2986) in PEM
     */
    String request(Actor actor, List<String> names);

    /** Shows another certificate from now on. */
    CertificateState install(Actor actor, NewCertificate fresh);
}
