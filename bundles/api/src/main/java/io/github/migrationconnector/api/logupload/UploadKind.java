package io.github.migrationconnector.api.logupload;

/** Where logs are sent to. */
public enum UploadKind {
    /** Nowhere was chosen yet. */
    NONE,
    /** A directory that this machine sees, such as a mounted share. */
    DIRECTORY,
    /** A bucket of the account that the connector works in. */
    S3,
    /** A folder of a machine that is reached by SSH. */
    SFTP
}
