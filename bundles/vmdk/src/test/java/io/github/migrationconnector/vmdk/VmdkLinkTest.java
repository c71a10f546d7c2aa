package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmdkLinkTest {
    private static BytesInMemory descriptor(String extents) {
        String text = "# Disk DescriptorFile\nCID=1\nparentCID=ffffffff\ncreateType=\"custom\"\n" + extents;
        return new BytesInMemory(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(String extents, ExtentFiles files, String code) {
        BytesInMemory file = descriptor(extents);
        assertThatThrownBy(() -> VmdkLink.open(file, "a.vmdk", files))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
        assertThat(file.closed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"VMFSRDM,VMDK_RAW_DEVICE", "VMFSRAW,VMDK_RAW_DEVICE"})
    void refusesRawDevicesWithTheReason(String type, String code) {
        assertRefused("RW 8 " + type + " \"a-rdm.vmdk\"", name -> new BytesInMemory(new byte[4096]), code);
    }

    @ParameterizedTest
    @CsvSource({
        "fullDevice,VMDK_RAW_DEVICE",
        "partitionedDevice,VMDK_RAW_DEVICE",
        "vmfsRaw,VMDK_RAW_DEVICE",
        "vmfsRawDeviceMap,VMDK_RAW_DEVICE",
        "vmfsPassthroughRawDeviceMap,VMDK_RAW_DEVICE",
        "vmfsRDM,VMDK_RAW_DEVICE",
        "vmfsRDMP,VMDK_RAW_DEVICE",
        "nextYearsType,VMDK_TYPE_NOT_SUPPORTED"
    })
    void refusesTypesWhoseFilesAreNotTheDisk(String createType, String code) {
        String text = "# Disk DescriptorFile\nCID=1\ncreateType=\"" + createType
                + "\"\nRW 8 FLAT \"\\\\.\\PhysicalDrive0\" 0\n";
        BytesInMemory file = new BytesInMemory(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> VmdkLink.open(file, "a.vmdk", name -> new BytesInMemory(new byte[4096])))
                .hasMessageContaining(code);
        assertThat(file.closed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = CreateType.class,
            names = {
                "MONOLITHIC_FLAT",
                "TWO_GB_MAX_EXTENT_FLAT",
                "VMFS",
                "VMFS_PREALLOCATED",
                "VMFS_EAGER_ZEROED_THICK",
                "VMFS_THIN",
                "CUSTOM"
            })
    void readsEveryTypeOfFlatDisk(CreateType type) throws Exception {
        String text = "# Disk DescriptorFile\nCID=1\ncreateType=\"" + type.word() + "\"\nRW 8 FLAT \"a\" 0\n";
        try (VmdkLink link = VmdkLink.open(
                new BytesInMemory(text.getBytes(StandardCharsets.UTF_8)),
                "a.vmdk",
                name -> new BytesInMemory(new byte[4096]))) {
            assertThat(link.layer().capacityBytes()).isEqualTo(4096);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPARSE", "VMFSSPARSE", "SESPARSE"})
    void refusesAnExtentThatIsNotOfItsType(String type) {
        BytesInMemory extent = new BytesInMemory(new byte[4096]);
        BytesInMemory file = descriptor("RW 8 " + type + " \"a.vmdk\"");
        assertThatThrownBy(() -> VmdkLink.open(file, "d.vmdk", name -> extent))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("a.vmdk")
                .hasMessageContaining("magic");
        assertThat(extent.closed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/shadow", "../a.vmdk", "sub/a.vmdk", "..", "C:\\a.vmdk"})
    void opensNoFileOutsideOfTheFolder(String name) {
        assertRefused("RW 1 FLAT \"" + name + "\" 0", any -> new BytesInMemory(new byte[512]), "VMDK_EXTENT_ELSEWHERE");
    }

    @Test
    void refusesAFileThatIsTooShortAndClosesWhatIsOpen() {
        List<BytesInMemory> opened = new ArrayList<>();
        assertRefused(
                "RW 1 FLAT \"whole\" 0\nRW 1 FLAT \"cut\" 1",
                name -> {
                    opened.add(new BytesInMemory(new byte[name.equals("whole") ? 512 : 1023]));
                    return opened.get(opened.size() - 1);
                },
                "VMDK_EXTENT_SHORT");
        assertThat(opened).hasSize(2).allMatch(BytesInMemory::closed);
    }

    @Test
    void closesWhatIsOpenWhenAFileIsMissing() {
        BytesInMemory first = new BytesInMemory(new byte[512]);
        assertRefused(
                "RW 1 FLAT \"first\" 0\nRW 1 FLAT \"second\" 0",
                name -> {
                    if (name.equals("first")) {
                        return first;
                    }
                    throw Problem.fatal("NOT_THERE", "planted", "").asException();
                },
                "NOT_THERE");
        assertThat(first.closed()).isTrue();
    }

    @Test
    void refusesSparseFilesThatCantStandAlone() {
        byte[] cowd = new byte[4096];
        System.arraycopy("COWD".getBytes(StandardCharsets.US_ASCII), 0, cowd, 0, 4);
        for (byte[] content : List.of(cowd, new byte[0], new byte[512])) {
            BytesInMemory file = new BytesInMemory(content);
            assertThatThrownBy(() -> VmdkLink.open(file, "a.vmdk", name -> file))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("a.vmdk");
            assertThat(file.closed()).isTrue();
        }
    }

    @Test
    void provesAChainByItsContentIds() throws Exception {
        VmdkLink base = link("CID=0000000a", "parentCID=ffffffff");
        VmdkLink delta = link("CID=0000000b", "parentCID=0000000a");
        assertThat(new VmdkChain(List.of(base, delta)).top().contentId()).isEqualTo(0xb);
        VmdkLink stale = link("CID=0000000b", "parentCID=0000000c");
        for (List<VmdkLink> wrong : List.of(List.of(base, stale), List.of(delta), List.<VmdkLink>of())) {
            assertThatThrownBy(() -> new VmdkChain(wrong))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            refusal -> assertThat(refusal.problem().code()).isEqualTo("VMDK_CHAIN_BROKEN"));
        }
    }

    private static VmdkLink link(String id, String parentId) throws InterruptedException {
        String text = "# Disk DescriptorFile\n" + id + "\n" + parentId + "\nRW 8 ZERO\n";
        return VmdkLink.open(
                new BytesInMemory(text.getBytes(StandardCharsets.UTF_8)),
                "a.vmdk",
                name -> new BytesInMemory(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void tellsFilesByTheirFirstBytes() {
        assertThat(FileKind.of("# Disk DescriptorFile\nversion=1".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FileKind.DESCRIPTOR);
        assertThat(FileKind.of(new byte[] {'K', 'D', 'M', 'V', 1, 0, 0, 0})).isEqualTo(FileKind.HOSTED_SPARSE);
        assertThat(FileKind.of(new byte[] {'C', 'O', 'W', 'D', 1})).isEqualTo(FileKind.COWD);
        assertThat(FileKind.of(new byte[] {(byte) 0xBE, (byte) 0xBA, (byte) 0xFE, (byte) 0xCA, 0, 0, 0, 0, 1}))
                .isEqualTo(FileKind.SESPARSE);
        assertThat(FileKind.of(new byte[64])).isEqualTo(FileKind.OTHER);
        assertThat(FileKind.of(new byte[0])).isEqualTo(FileKind.OTHER);
    }
}
