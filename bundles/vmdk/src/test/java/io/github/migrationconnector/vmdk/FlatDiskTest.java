package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlatDiskTest {
    private static VmdkDescriptor disk(VmdkExtent... extents) {
        return new VmdkDescriptor(1, VmdkDescriptor.NO_PARENT, "custom", List.of(extents), Map.of());
    }

    @ParameterizedTest
    @EnumSource(
            value = ExtentType.class,
            names = {"FLAT", "VMFS", "ZERO"},
            mode = EnumSource.Mode.EXCLUDE)
    void refusesOtherTypesByName(ExtentType type) {
        assertThatThrownBy(() -> new FlatDisk(disk(new VmdkExtent(type, 8, "a.vmdk", 0))))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining(type.name())
                .hasMessageContaining("custom");
    }

    @Test
    void refusesAParent() {
        VmdkDescriptor delta = new VmdkDescriptor(
                1, 0x2a, "vmfs", List.of(new VmdkExtent(ExtentType.VMFS, 8, "a-flat.vmdk", 0)), Map.of());
        assertThatThrownBy(() -> new FlatDisk(delta))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("0000002a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "../a.vmdk", "sub/a.vmdk", "..", "C:\\a.vmdk"})
    void opensNoFileOutsideOfTheFolder(String name) {
        FlatDisk disk = new FlatDisk(disk(new VmdkExtent(ExtentType.FLAT, 1, name, 0)));
        assertThatThrownBy(() -> disk.open(any -> new BytesInMemory(new byte[512])))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo("VMDK_EXTENT_ELSEWHERE"));
    }

    @Test
    void refusesAFileThatIsTooShortAndClosesWhatIsOpen() {
        BytesInMemory whole = new BytesInMemory(new byte[512]);
        BytesInMemory cut = new BytesInMemory(new byte[1023]);
        FlatDisk disk = new FlatDisk(
                disk(new VmdkExtent(ExtentType.FLAT, 1, "whole", 0), new VmdkExtent(ExtentType.FLAT, 1, "cut", 1)));
        assertThatThrownBy(() -> disk.open(name -> name.equals("whole") ? whole : cut))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("cut has 1023 bytes");
        assertThat(whole.closed()).isTrue();
        assertThat(cut.closed()).isTrue();
    }

    @Test
    void closesWhatIsOpenWhenAFileIsMissing() {
        BytesInMemory first = new BytesInMemory(new byte[512]);
        FlatDisk disk = new FlatDisk(
                disk(new VmdkExtent(ExtentType.FLAT, 1, "first", 0), new VmdkExtent(ExtentType.FLAT, 1, "second", 0)));
        assertThatThrownBy(() -> disk.open(name -> {
                    if (name.equals("first")) {
                        return first;
                    }
                    throw Problem.fatal("NOT_THERE", "planted", "").asException();
                }))
                .hasMessageContaining("planted");
        assertThat(first.closed()).isTrue();
    }

    @Test
    void tellsFilesByTheirFirstBytes() {
        assertThat(FileKind.of("# Disk DescriptorFile\nversion=1".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FileKind.DESCRIPTOR);
        assertThat(FileKind.of(new byte[] {'K', 'D', 'M', 'V', 1, 0, 0, 0})).isEqualTo(FileKind.HOSTED_SPARSE);
        assertThat(FileKind.of(new byte[] {'C', 'O', 'W', 'D', 1})).isEqualTo(FileKind.COWD);
        assertThat(FileKind.of(new byte[64])).isEqualTo(FileKind.OTHER);
        assertThat(FileKind.of(new byte[0])).isEqualTo(FileKind.OTHER);
    }
}
