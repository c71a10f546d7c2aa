package io.github.migrationconnector.api.target;

/**
 * What an account does without being asked.
 *
 * @param encryptsSnapshots whether every new snapshot is encrypted (EC2 GetEbsEncryptionByDefault): then none may build on
 *     a parent that is not
 */
public record AccountDefaults(boolean encryptsSnapshots) {}
