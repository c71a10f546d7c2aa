package io.github.migrationconnector.store.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a backup says of itself, as lines {@code name=value} in ASCII (docs/formats.md, "Backup of the store").
 *
 * @param connector the id of the connector whose store it is; empty when it had none yet
 * @param version of the connector that made it
 * @param madeAt when
 * @param bytes of the database in it
 * @param sha256 of the database in it, in lower-case hex digits
 */
record BackupManifest(String connector, String version, Instant madeAt, long bytes, String sha256) {
    static final int MOST_BYTES = 4096;

    private static final String FORMAT = "1";
    private static final String TEXT = "[A-Za-z0-9._+-]{0,100}";

    BackupManifest {
        Objects.requireNonNull(madeAt, "madeAt");
        if (!connector.matches(TEXT) || !version.matches(TEXT)) {
            throw new IllegalArgumentException("a manifest of " + connector + " by " + version);
        }
        if (bytes <= 0) {
            throw new IllegalArgumentException("a database of " + bytes + " bytes");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no SHA-256: " + sha256);
        }
    }

    byte[] encoded() {
        String text = "format=" + FORMAT + "\nconnector=" + connector + "\nversion=" + version + "\nmadeAt=" + madeAt
                + "\nbytes=" + bytes + "\nsha256=" + sha256 + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads what {@link #encoded} writes. Lines that a later version adds are passed over; another format is not.
     *
     * @throws IllegalArgumentException with the reason, for anything else
     */
    static BackupManifest decoded(byte[] bytes) {
        Map<String, String> values = new TreeMap<>();
        for (String line : new String(bytes, StandardCharsets.US_ASCII).lines().toList()) {
            int equals = line.indexOf('=');
            if (equals < 1 || values.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("its manifest is no list of names and values");
            }
        }
        if (!FORMAT.equals(values.get("format"))) {
            throw new IllegalArgumentException("its format is not " + FORMAT);
        }
        try {
            return new BackupManifest(
                    value(values, "connector"),
                    value(values, "version"),
                    Instant.parse(value(values, "madeAt")),
                    Long.parseLong(value(values, "bytes")),
                    value(values, "sha256"));
        } catch (DateTimeParseException | NumberFormatException wrong) {
            throw new IllegalArgumentException("its manifest has a value that can't be: " + wrong.getMessage(), wrong);
        }
    }

    private static String value(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("its manifest lacks " + name);
        }
        return value;
    }
}
