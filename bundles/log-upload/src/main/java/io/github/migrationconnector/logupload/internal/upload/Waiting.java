package io.github.migrationconnector.logupload.internal.upload;

/**
 * A file in the spool: cleaned, packed, and to be sent.
 *
 * @param name its name where it goes
 * @param spooled its name in the spool
 * @param bytes its length
 * @param sha256 its digest, 64 hex digits
 */
record Waiting(String name, String spooled, long bytes, String sha256) {}
