package io.github.migrationconnector.api.support;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes support bundles: a ZIP file with the logs, the settings without secrets, versions, the states of bundles and
 * components, health, threads, memory, the network, the last runs, and a manifest with the digest of each entry.
 */
@ProviderType
public interface SupportBundles {
    /**
     * Writes one. Secrets are out of it in any case. What can't be had is named in the manifest, with the reason.
     *
     * @param hideNames whether names and addresses of machines are replaced, the same by the same
     * @param target is left open
     * @throws IOException when it can't be written to
     */
    void write(boolean hideNames, OutputStream target) throws IOException;

    /** A name for a file with one that is made now. */
    String fileName();
}
