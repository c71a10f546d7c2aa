package io.github.migrationconnector.api.trust;

import java.util.Locale;

/** SHA-256 fingerprints, as programs keep them (64 lower-case hex digits) and as people read them. */
public final class Fingerprints {
    private Fingerprints() {}

    /** Takes a fingerprint as people write it, with or without colons, in either case. */
    public static String normal(String text) {
        return text.replace(":", "").strip().toLowerCase(Locale.ROOT);
    }

    /** With colons, in upper case. */
    public static String shown(String sha256) {
        return sha256.toUpperCase(Locale.ROOT).replaceAll("(..)(?!$)", "$1:");
    }
}
