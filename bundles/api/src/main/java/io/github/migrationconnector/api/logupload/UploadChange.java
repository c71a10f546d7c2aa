package io.github.migrationconnector.api.logupload;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Map;
import java.util.Objects;

/**
 * What is to be otherwise.
 *
 * @param automatic whether logs are uploaded by themselves
 * @param settings all of them
 * @param secrets to keep in place of those that are kept ({@link UploadSecrets}); an empty one removes it, and those that are
 *     not named stay. The caller wipes them
 */
public record UploadChange(boolean automatic, UploadSettings settings, Map<String, Secret> secrets) {
    public UploadChange {
        Objects.requireNonNull(settings, "settings");
        secrets = Map.copyOf(secrets);
        if (!UploadSecrets.NAMES.containsAll(secrets.keySet())) {
            throw new IllegalArgumentException("secrets of other names");
        }
    }
}
