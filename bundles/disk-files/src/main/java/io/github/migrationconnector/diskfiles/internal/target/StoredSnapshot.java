package io.github.migrationconnector.diskfiles.internal.target;

import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store knows of a snapshot besides its blocks, as it stands in {@code snapshot.properties}.
 *
 * @param spec how it was started
 * @param condition where it stands
 */
record StoredSnapshot(SnapshotSpec spec, Condition condition) {
    private static final String FORMAT = "1";
    private static final String TAG = "tag.";

    /** Where a stored snapshot stands. */
    enum Condition {
        PENDING,
        COMPLETED,
        /** Gone for everybody; kept because a child inherits its blocks. */
        DELETED
    }

    StoredSnapshot in(Condition other) {
        return new StoredSnapshot(spec, other);
    }

    Map<String, String> toProperties() {
        Map<String, String> values = new TreeMap<>();
        values.put("format", FORMAT);
        values.put("condition", condition.name().toLowerCase(Locale.ROOT));
        values.put("token", spec.clientToken());
        values.put("capacityBytes", Long.toString(spec.capacityBytes()));
        values.put("description", spec.description());
        if (spec.lineage() instanceof Lineage.ChildOf child) {
            values.put("parent", child.parentSnapshotId());
        }
        spec.tags().forEach((key, value) -> values.put(TAG + key, value));
        return values;
    }

    /** Reads what {@link #toProperties} wrote; throws IllegalArgumentException for anything else. */
    static StoredSnapshot fromProperties(Map<String, String> values) {
        if (!FORMAT.equals(values.get("format"))) {
            throw new IllegalArgumentException("format " + values.get("format"));
        }
        Map<String, String> tags = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(TAG)) {
                tags.put(key.substring(TAG.length()), value);
            }
        });
        Lineage lineage = values.containsKey("parent")
                ? new Lineage.ChildOf(values.get("parent"))
                : new Lineage.Full(new Encryption.None());
        SnapshotSpec spec = new SnapshotSpec(
                values.getOrDefault("token", ""),
                Long.parseLong(values.getOrDefault("capacityBytes", "")),
                lineage,
                values.getOrDefault("description", ""),
                tags);
        String condition = values.getOrDefault("condition", "");
        return new StoredSnapshot(spec, Condition.valueOf(condition.toUpperCase(Locale.ROOT)));
    }
}
