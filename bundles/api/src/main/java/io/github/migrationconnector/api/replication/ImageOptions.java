package io.github.migrationconnector.api.replication;

import java.util.Objects;

/**
 * What a job's images are like, and how many stay.
 *
 * @param imagesToKeep 1 to 270; 0 for all
 * @param licenseType whose licence
 * @param roleName the service role that the retired service asked for; kept and shown, not used
 * @param encrypted whether the snapshots are encrypted
 * @param kmsKeyId the KMS key's ARN, id or alias; empty for the account's default key, and always when not encrypted
 */
public record ImageOptions(
        int imagesToKeep, LicenseType licenseType, String roleName, boolean encrypted, String kmsKeyId) {
    /** All images stay, and nothing is encrypted that the account doesn't encrypt by itself. */
    public static final ImageOptions DEFAULT = new ImageOptions(0, LicenseType.BYOL, "", false, "");

    public static final int MOST_IMAGES = 270;

    public ImageOptions {
        if (imagesToKeep < 0 || imagesToKeep > MOST_IMAGES) {
            throw new IllegalArgumentException("0 to " + MOST_IMAGES + " images to keep, not " + imagesToKeep);
        }
        Objects.requireNonNull(licenseType, "licenseType");
        Objects.requireNonNull(roleName, "roleName");
        Objects.requireNonNull(kmsKeyId, "kmsKeyId");
        if (!encrypted && !kmsKeyId.isEmpty()) {
            throw new IllegalArgumentException("a KMS key without encryption");
        }
    }
}
