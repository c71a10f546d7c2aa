package io.github.migrationconnector.api.logupload;

import org.osgi.annotation.versioning.ConsumerType;

/** A connection to a place that takes files; for one thread. */
@ConsumerType
public interface UploadSession extends AutoCloseable {
    /** Where files go, for a person: {@code s3://BUCKET/}, {@code sftp://USER@HOST:PORT/FOLDER}, a path. */
    String place();

    /**
     * Sends a file. When this returns it is there whole, under its name, with its SHA-256 beside it, and what is there was held
     * against that. An earlier call that was cut off is gone on with: what is there is not sent again. A file that is there
     * already is looked at and not sent.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException retry SOON when the same call may go on later
     */
    void put(UploadFile file);

    /** Removes a file and what belongs to it. No error when it is not there. */
    void remove(UploadFile file);

    @Override
    void close();
}
