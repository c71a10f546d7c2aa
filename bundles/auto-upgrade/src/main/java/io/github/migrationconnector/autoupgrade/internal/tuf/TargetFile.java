package io.github.migrationconnector.autoupgrade.internal.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.migrationconnector.autoupgrade.internal.Refusals;
import java.util.regex.Pattern;

/**
 * A file that the targets metadata vouch for (specification 1.0.33, section 4.5).
 *
 * @param path its name in the release, parts separated by slashes
 * @param lengthBytes its length
 * @param sha256 its digest, 64 lower-case hex digits
 * @param sequence of the release that it stands for, from 1 on; 0 for a file that stands for none
 */
public record TargetFile(String path, long lengthBytes, String sha256, long sequence) {
    /** More than any bundle has. */
    private static final long MOST_BYTES = 256L << 20;

    private static final Pattern PATH =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+-]{0,199}/){0,3}" + "[A-Za-z0-9][A-Za-z0-9._+-]{0,199}");

    static TargetFile of(String path, JsonNode said) {
        if (!PATH.matcher(path).matches()) {
            throw Refusals.badName(path);
        }
        try {
            JsonFields fields = new JsonFields(said);
            long length = fields.count("length");
            String sha256 = new JsonFields(fields.object("hashes")).text("sha256");
            if (length > MOST_BYTES || !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("its length or digest is out of range");
            }
            JsonNode custom = said.path("custom");
            long sequence = custom.has("sequence") ? new JsonFields(custom).version("sequence") : 0;
            return new TargetFile(path, length, sha256, sequence);
        } catch (IllegalArgumentException e) {
            throw Refusals.malformed("the targets metadata", path + ": " + e.getMessage());
        }
    }

    /** Where a repository with consistent snapshots keeps it (specification 1.0.33, section 7). */
    public String storedPath() {
        int name = path.lastIndexOf('/') + 1;
        return "targets/" + path.substring(0, name) + sha256 + "." + path.substring(name);
    }
}
