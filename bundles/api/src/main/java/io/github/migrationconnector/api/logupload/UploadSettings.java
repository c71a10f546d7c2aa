package io.github.migrationconnector.api.logupload;

import java.time.Duration;
import java.util.Objects;

/**
 * What was chosen for the upload of logs; secrets are kept apart.
 *
 * @param kind where they go; the settings of the other kinds are kept too
 * @param directory absolute path, for {@link UploadKind#DIRECTORY}; empty when it was never chosen
 * @param s3 for {@link UploadKind#S3}
 * @param sftp for {@link UploadKind#SFTP}
 * @param every the time between two uploads, 5 minutes to 7 days
 * @param hideNames whether names and addresses of machines are replaced, the same by the same
 */
public record UploadSettings(
        UploadKind kind, String directory, S3Place s3, SftpPlace sftp, Duration every, boolean hideNames) {
    public static final Duration SHORTEST = Duration.ofMinutes(5);
    public static final Duration LONGEST = Duration.ofDays(7);

    public UploadSettings {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(s3, "s3");
        Objects.requireNonNull(sftp, "sftp");
        if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("not a time between two uploads: " + every);
        }
    }

    /**
     * A bucket.
     *
     * @param bucket its name; empty for one of the connector's own, named by account and region
     * @param make whether it is made when it is not there: closed to the public, encrypted, old logs removed
     * @param keepDays after how many days a bucket that is made removes logs, 1 to 3650
     */
    public record S3Place(String bucket, boolean make, int keepDays) {
        public S3Place {
            // Amazon S3 user guide, "General purpose bucket naming rules"; no dots: TLS names don't cover them
            if (!bucket.isEmpty() && !bucket.matches("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")) {
                throw new IllegalArgumentException("not a bucket's name: " + bucket);
            }
            if (keepDays < 1 || keepDays > 3650) {
                throw new IllegalArgumentException("not a number of days: " + keepDays);
            }
        }
    }

    /**
     * A folder behind SSH.
     *
     * @param host name or address; empty when it was never chosen
     * @param port 1 to 65535
     * @param user whom to log in as
     * @param folder absolute, or below the user's home
     * @param fingerprint SHA-256 of the machine's host key as {@code ssh-keygen -l} prints it: {@code SHA256:…}
     */
    public record SftpPlace(String host, int port, String user, String folder, String fingerprint) {
        public SftpPlace {
            if (!host.isEmpty() && !host.matches("[A-Za-z0-9:]([A-Za-z0-9._:-]{0,252}[A-Za-z0-9:])?")) {
                throw new IllegalArgumentException("not a host: " + host);
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
            if (!user.matches("[\\p{Graph}]{0,255}")) {
                throw new IllegalArgumentException("not a user's name");
            }
            if (folder.length() > 1000 || folder.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("not a folder");
            }
            if (!fingerprint.isEmpty() && !fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
                throw new IllegalArgumentException("not a fingerprint: " + fingerprint);
            }
        }
    }
}
