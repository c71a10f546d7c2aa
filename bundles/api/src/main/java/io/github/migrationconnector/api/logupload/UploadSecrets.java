package io.github.migrationconnector.api.logupload;

import java.util.Set;

/** The names of the secrets that an upload needs, in the credential store's record {@link #RECORD}. */
public final class UploadSecrets {
    public static final String RECORD = "log-upload";

    /** Of the user, for SFTP. */
    public static final String PASSWORD = "password";

    /** A private key in OpenSSH's format or PEM, for SFTP. */
    public static final String PRIVATE_KEY = "privateKey";

    /** Opens the private key. */
    public static final String PASSPHRASE = "passphrase";

    public static final Set<String> NAMES = Set.of(PASSWORD, PRIVATE_KEY, PASSPHRASE);

    private UploadSecrets() {}
}
