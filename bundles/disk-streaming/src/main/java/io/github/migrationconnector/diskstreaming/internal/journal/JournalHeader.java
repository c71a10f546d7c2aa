package io.github.migrationconnector.diskstreaming.internal.journal;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a journal is bound to, and the token its snapshot is started with. A resume is right only when everything here but
 * the token is still the same (correctness rule 1).
 *
 * @param values as they stand in {@code header.properties}
 */
public record JournalHeader(Map<String, String> values) {
    private static final String FORMAT = "1";
    private static final String TOKEN = "token";
    private static final String TAG = "tag.";
    private static final String NO_ENCRYPTION = "none";
    private static final String DEFAULT_KEY = "default-key";

    public JournalHeader {
        values = Map.copyOf(values);
        if (!FORMAT.equals(values.get("format"))) {
            throw new IllegalArgumentException("a journal of format " + values.get("format"));
        }
    }

    /** Binds a request to the disk that it found. */
    public static JournalHeader of(TransferRequest request, DiskDescription disk, String token) {
        Map<String, String> values = new TreeMap<>();
        values.put("format", FORMAT);
        values.put(TOKEN, token);
        values.put("source", request.source().toString());
        values.put("target", request.target().toString());
        values.put("scope", scope(request.scope()));
        values.put("disk.format", disk.format());
        values.put("capacityBytes", Long.toString(disk.capacityBytes()));
        disk.identity().forEach((key, value) -> values.put("identity." + key, value));
        int number = 0;
        for (DiskFile file : disk.files()) {
            String prefix = "file." + number++ + ".";
            values.put(prefix + "path", file.path());
            values.put(prefix + "format", file.format());
            values.put(prefix + "sizeBytes", Long.toString(file.sizeBytes()));
            values.put(prefix + "contentId", file.contentId());
        }
        values.put("parent", parentId(request.parent()));
        values.put("description", request.snapshot().description());
        values.put("encryption", encryption(request.snapshot().encryption()));
        request.snapshot().tags().forEach((key, value) -> values.put(TAG + key, value));
        return new JournalHeader(values);
    }

    /** Whether a journal with this header may be gone on with. */
    public boolean boundTo(JournalHeader other) {
        Map<String, String> mine = new HashMap<>(values);
        mine.put(TOKEN, other.values.get(TOKEN));
        return mine.equals(other.values);
    }

    public long capacityBytes() {
        return Long.parseLong(values.get("capacityBytes"));
    }

    public String target() {
        return values.get("target");
    }

    /** What start is called with; the same each time. */
    public SnapshotSpec spec() {
        Map<String, String> tags = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(TAG)) {
                tags.put(key.substring(TAG.length()), value);
            }
        });
        String parent = values.get("parent");
        Lineage lineage =
                parent.isEmpty() ? new Lineage.Full(encryption(values.get("encryption"))) : new Lineage.ChildOf(parent);
        return new SnapshotSpec(values.get(TOKEN), capacityBytes(), lineage, values.get("description"), tags);
    }

    private static String parentId(Parent parent) {
        if (parent instanceof Parent.Snapshot snapshot) {
            return snapshot.snapshotId();
        }
        return parent instanceof Parent.SnapshotOf snapshot ? snapshot.snapshotId() : "";
    }

    private static String encryption(Encryption encryption) {
        if (encryption instanceof Encryption.KmsKey key) {
            return "key " + key.keyArn();
        }
        return encryption instanceof Encryption.DefaultKey ? DEFAULT_KEY : NO_ENCRYPTION;
    }

    private static Encryption encryption(String text) {
        return switch (text) {
            case NO_ENCRYPTION -> new Encryption.None();
            case DEFAULT_KEY -> new Encryption.DefaultKey();
            default -> new Encryption.KmsKey(text.substring("key ".length()));
        };
    }

    /** Areas may be many: their hash tells as well whether they are the same. */
    private static String scope(ReadScope scope) {
        if (!(scope instanceof ReadScope.Changed changed)) {
            return "whole";
        }
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            ByteBuffer area = ByteBuffer.allocate(2 * Long.BYTES);
            for (Extent extent : changed.areas()) {
                hash.update(area.clear()
                        .putLong(extent.offsetBytes())
                        .putLong(extent.lengthBytes())
                        .flip());
            }
            return "changed " + HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
