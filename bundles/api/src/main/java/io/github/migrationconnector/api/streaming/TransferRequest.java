package io.github.migrationconnector.api.streaming;

import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.target.Encryption;
import java.util.Map;
import java.util.Objects;

/**
 * One disk to be carried into one snapshot. Whoever asks again with the same id goes on where the transfer stopped, when
 * the source is still the same; otherwise it begins anew.
 *
 * @param transferId names the journal; letters, digits, dot, dash, underscore; at most 100
 * @param source the disk
 * @param target the place for the snapshot
 * @param scope how much of the source is read
 * @param parent what it builds on
 * @param snapshot how the snapshot is described and encrypted
 * @param limits how hard it may work
 */
public record TransferRequest(
        String transferId,
        SourceAddress source,
        TargetAddress target,
        ReadScope scope,
        Parent parent,
        Labels snapshot,
        TransferLimits limits) {
    public TransferRequest {
        if (!transferId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException("not a transfer id: " + transferId);
        }
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(snapshot, "snapshot");
        Objects.requireNonNull(limits, "limits");
    }

    /**
     * What the snapshot carries besides blocks.
     *
     * @param description for people
     * @param tags key to value
     * @param encryption for a snapshot without parent; with a parent it is inherited
     */
    public record Labels(String description, Map<String, String> tags, Encryption encryption) {
        public Labels {
            Objects.requireNonNull(description, "description");
            tags = Map.copyOf(tags);
            Objects.requireNonNull(encryption, "encryption");
        }
    }
}
