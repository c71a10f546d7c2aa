package io.github.migrationconnector.api.logupload;

import org.osgi.annotation.versioning.ProviderType;

/** Sends the logs away, cleaned of secrets. Off until it was chosen. */
@ProviderType
public interface LogUploads {
    UploadState state();

    /**
     * Changes what was chosen; on disk when this returns. Asks no target: {@link #test()} does.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code LOG_UPLOAD_REFUSED} with what is missing or
     *     wrong
     */
    UploadState set(UploadChange change);

    /**
     * Begins an upload, also when none is made automatically; {@link #state()} tells how it goes. No error when one goes on.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code LOG_UPLOAD_NO_TARGET}
     */
    UploadState uploadNow();

    /**
     * Writes a small file where logs go, reads it back and removes it. A bucket that is to be made is made.
     *
     * @return where that is, for a person
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is in the way
     */
    String test();
}
