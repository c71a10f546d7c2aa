package io.github.migrationconnector.diskstreaming.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferLimits;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.SnapshotSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JournalHeaderTest {
    private static final DiskFile BASE = new DiskFile("[ds] a/a-flat.vmdk", "vmfs-flat", 1 << 20, "CID 1");
    private static final DiskDescription DISK =
            new DiskDescription("vmfs", 1 << 20, Map.of("snapshot", "snapshot-7", "uuid", "u"), List.of(BASE));

    private static TransferRequest request(ReadScope scope, Parent parent, Encryption encryption) {
        return new TransferRequest(
                "t",
                new SourceAddress("vsphere", "vm-1#2000"),
                new TargetAddress("ebs", ""),
                scope,
                parent,
                new TransferRequest.Labels("d", Map.of("run", "r"), encryption),
                TransferLimits.DEFAULT);
    }

    private static final TransferRequest FULL =
            request(new ReadScope.WholeDisk(), new Parent.Nothing(), new Encryption.None());
    private static final JournalHeader HEADER = JournalHeader.of(FULL, DISK, "token-1");

    /** Each part of the identity of correctness rule 1 counts. */
    static Stream<Arguments> others() {
        List<DiskFile> files = List.of(BASE);
        Map<String, String> identity = DISK.identity();
        return Stream.of(
                Arguments.of(
                        "snapshot",
                        FULL,
                        new DiskDescription("vmfs", 1 << 20, Map.of("snapshot", "snapshot-8", "uuid", "u"), files)),
                Arguments.of(
                        "uuid",
                        FULL,
                        new DiskDescription("vmfs", 1 << 20, Map.of("snapshot", "snapshot-7", "uuid", "v"), files)),
                Arguments.of("capacity", FULL, new DiskDescription("vmfs", (1 << 20) + 512, identity, files)),
                Arguments.of(
                        "path",
                        FULL,
                        new DiskDescription(
                                "vmfs",
                                1 << 20,
                                identity,
                                List.of(new DiskFile("[ds] b/a-flat.vmdk", "vmfs-flat", 1 << 20, "CID 1")))),
                Arguments.of(
                        "size",
                        FULL,
                        new DiskDescription(
                                "vmfs",
                                1 << 20,
                                identity,
                                List.of(new DiskFile("[ds] a/a-flat.vmdk", "vmfs-flat", 2 << 20, "CID 1")))),
                Arguments.of(
                        "content id",
                        FULL,
                        new DiskDescription(
                                "vmfs",
                                1 << 20,
                                identity,
                                List.of(new DiskFile("[ds] a/a-flat.vmdk", "vmfs-flat", 1 << 20, "CID 2")))),
                Arguments.of("chain", FULL, new DiskDescription("vmfs", 1 << 20, identity, List.of(BASE, BASE))),
                Arguments.of(
                        "parent",
                        request(new ReadScope.WholeDisk(), new Parent.Snapshot("snap-1", ""), new Encryption.None()),
                        DISK),
                Arguments.of(
                        "scope",
                        request(new ReadScope.Changed(List.of()), new Parent.Nothing(), new Encryption.None()),
                        DISK),
                Arguments.of(
                        "encryption",
                        request(new ReadScope.WholeDisk(), new Parent.Nothing(), new Encryption.DefaultKey()),
                        DISK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void isBoundToEverythingThatMakesTheBytes(String what, TransferRequest request, DiskDescription disk) {
        assertThat(HEADER.boundTo(JournalHeader.of(request, disk, "token-1")))
                .as(what)
                .isFalse();
    }

    @Test
    void isBoundToTheSameWithAnotherToken() {
        assertThat(HEADER.boundTo(JournalHeader.of(FULL, DISK, "token-2"))).isTrue();
    }

    @Test
    void tellsAreasApart() {
        JournalHeader one = changed(new Extent(0, 512));
        assertThat(one.boundTo(changed(new Extent(0, 512)))).isTrue();
        assertThat(one.boundTo(changed(new Extent(0, 1024)))).isFalse();
    }

    private static JournalHeader changed(Extent area) {
        ReadScope scope = new ReadScope.Changed(List.of(area));
        return JournalHeader.of(
                request(scope, new Parent.Snapshot("snap-1", ""), new Encryption.None()), DISK, "token-1");
    }

    @Test
    void givesTheSameSpecAgain() {
        JournalHeader again = new JournalHeader(HEADER.values());
        assertThat(again.spec())
                .isEqualTo(new SnapshotSpec(
                        "token-1", 1 << 20, new Lineage.Full(new Encryption.None()), "d", Map.of("run", "r")));
        Encryption key = new Encryption.KmsKey("arn:aws:kms:eu-central-1:123456789012:key/1");
        assertThat(JournalHeader.of(request(new ReadScope.WholeDisk(), new Parent.Nothing(), key), DISK, "t")
                        .spec()
                        .lineage())
                .isEqualTo(new Lineage.Full(key));
    }

    @Test
    void refusesAnUnknownFormat() {
        assertThatThrownBy(() -> new JournalHeader(Map.of("format", "2"))).isInstanceOf(IllegalArgumentException.class);
    }
}
