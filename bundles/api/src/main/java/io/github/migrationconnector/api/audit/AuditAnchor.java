package io.github.migrationconnector.api.audit;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record's number with the hash of its line, which binds all before it: whoever has noted one elsewhere can tell whether
 * anything up to it was changed, or cut off, since.
 *
 * @param number the record's; 0 for {@link #NONE}
 * @param hash 64 lower-case hex digits; empty for {@link #NONE}
 */
public record AuditAnchor(long number, String hash) {
    /** Nothing was noted. */
    public static final AuditAnchor NONE = new AuditAnchor(0, "");

    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    public AuditAnchor {
        Objects.requireNonNull(hash, "hash");
        if (number < 0 || (number == 0) != hash.isEmpty()) {
            throw new IllegalArgumentException("not an anchor");
        }
    }

    /** Reads {@code NUMBER:HASH}; throws IllegalArgumentException for anything else. */
    public static AuditAnchor parse(String written) {
        Matcher parts = WRITTEN.matcher(written.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not NUMBER:HASH");
        }
        return new AuditAnchor(Long.parseLong(parts.group(1)), parts.group(2));
    }

    /** As it is noted: {@code NUMBER:HASH}; empty for {@link #NONE}. */
    @Override
    public String toString() {
        return number == 0 ? "" : number + ":" + hash;
    }
}
