package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorParserTest {
    private static final String VMFS =
            """
            # Disk DescriptorFile
            version=1
            encoding="UTF-8"
            CID=0a1b2c3d
            parentCID=ffffffff
            createType="vmfs"

            # Extent description
            RW 83886080 VMFS "web01-flat.vmdk"

            # The Disk Data Base
            #DDB

            ddb.adapterType = "lsilogic"
            ddb.uuid = "60 00 C2 9b 5e 5c 26 55-b4 0c 7d 5e 5f 2c 3f 1d"
            ddb.virtualHWVersion = "13"
            """;

    private static VmdkDescriptor parse(String text) {
        return DescriptorParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsWhatEsxiWrites() {
        VmdkDescriptor disk = parse(VMFS);
        assertThat(disk.contentId()).isEqualTo(0x0a1b2c3dL);
        assertThat(disk.hasParent()).isFalse();
        assertThat(disk.createType()).isEqualTo("vmfs");
        assertThat(disk.extents()).containsExactly(new VmdkExtent(ExtentType.VMFS, 83886080, "web01-flat.vmdk", 0));
        assertThat(disk.capacityBytes()).isEqualTo(40L << 30);
        assertThat(disk.ddb()).containsEntry("uuid", "60 00 C2 9b 5e 5c 26 55-b4 0c 7d 5e 5f 2c 3f 1d");
        assertThat(disk.ddb()).containsEntry("adapterType", "lsilogic").hasSize(3);
    }

    @Test
    void readsSeveralExtentsInOrder() {
        VmdkDescriptor disk = parse(
                """
                # Disk DescriptorFile
                CID=1
                parentCID=ffffffff
                createType="twoGbMaxExtentFlat"
                RW 4192256 FLAT "a b-f001.vmdk" 0
                RW 63 ZERO
                RDONLY 128 FLAT "a b-f002.vmdk" 2048
                """);
        assertThat(disk.extents())
                .containsExactly(
                        new VmdkExtent(ExtentType.FLAT, 4192256, "a b-f001.vmdk", 0),
                        new VmdkExtent(ExtentType.ZERO, 63, "", 0),
                        new VmdkExtent(ExtentType.FLAT, 128, "a b-f002.vmdk", 2048));
        assertThat(disk.ddb()).isEqualTo(Map.of());
    }

    @Test
    void knowsAParent() {
        VmdkDescriptor delta = parse(
                VMFS.replace("parentCID=ffffffff", "parentCID=0000002a\nparentFileNameHint=\"../base/web01.vmdk\""));
        assertThat(delta.parentFileNameHint()).isEqualTo("../base/web01.vmdk");
        assertThat(delta.hasParent()).isTrue();
        assertThat(delta.parentContentId()).isEqualTo(0x2a);
        assertThat(delta.contentId()).isEqualTo(0x0a1b2c3dL);
    }

    @Test
    void tellsFlatDisksFromOthers() {
        parse(VMFS).requireFlat();
        assertThatThrownBy(() -> parse(VMFS.replace("parentCID=ffffffff", "parentCID=0000002a"))
                        .requireFlat())
                .hasMessageContaining("VMDK_HAS_PARENT")
                .hasMessageContaining("0000002a");
        assertThatThrownBy(() -> parse(VMFS.replace(" VMFS ", " SESPARSE ")).requireFlat())
                .hasMessageContaining("VMDK_TYPE_NOT_SUPPORTED")
                .hasMessageContaining("SESPARSE");
    }

    @Test
    void takesNoValueForAnotherKey() {
        VmdkDescriptor disk = parse(VMFS.replace(
                "ddb.adapterType = \"lsilogic\"",
                "ddb.note = \"CID=ffff createType=evil\"\n#CID=99999999\nxCID=77777777"));
        assertThat(disk.contentId()).isEqualTo(0x0a1b2c3dL);
        assertThat(disk.createType()).isEqualTo("vmfs");
    }

    @Test
    void stopsAtThePaddingOfAnEmbeddedDescriptor() {
        VmdkDescriptor disk = parse(VMFS + "\0\0\0RW 5 ZERO\n");
        assertThat(disk.extents()).hasSize(1);
    }

    @Test
    void readsNamesInTheCodePageOfWindows() {
        byte[] text = VMFS.replace("web01", "Büro").getBytes(Charset.forName("windows-1252"));
        assertThat(DescriptorParser.parse(text).extents().get(0).fileName()).isEqualTo("Büro-flat.vmdk");
    }

    @ParameterizedTest
    @CsvSource({"GBK,磁盘", "Shift_JIS,ディスク", "windows-1251,Диск", "UTF-8,磁盘é"})
    void readsNamesInTheEncodingThatItNames(String encoding, String name) {
        byte[] text = VMFS.replace("UTF-8", encoding).replace("web01", name).getBytes(Charset.forName(encoding));
        assertThat(DescriptorParser.parse(text).extents().get(0).fileName()).isEqualTo(name + "-flat.vmdk");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody-knows-it", "UTF-16", "UTF-32"})
    void readsOnWhenTheEncodingIsWrong(String encoding) {
        assertThat(parse(VMFS.replace("UTF-8", encoding)).extents().get(0).fileName())
                .isEqualTo("web01-flat.vmdk");
    }

    @ParameterizedTest
    @CsvSource({
        "isNativeSnapshot=\"yes\",VMDK_NATIVE_SNAPSHOT",
        "ddb.iofilters = \"vmwarevmcrypt\",VMDK_ENCRYPTED",
        "encryption.keySafe = \"vmware:key/list\",VMDK_ENCRYPTED",
        "keyID=\"a1\",VMDK_ENCRYPTED"
    })
    void refusesWhatItsFilesDoNotHold(String line, String code) {
        assertThatThrownBy(() -> parse(VMFS.replace("#DDB", line)))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parentCID=xyz",
                "parentCID=",
                "CID=0a1b2c3d",
                "parentCID=0000002a",
                "parentFileNameHint=base.vmdk",
                "createType=\"monolithicFlat\"",
            })
    void refusesIdentitiesThatAreWrongOrToldTwice(String line) {
        assertThatThrownBy(() -> parse(VMFS.replace("#DDB", line))).hasMessageContaining("VMDK_NOT_UNDERSTOOD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CID=0a1b2c3d", "parentCID=ffffffff"})
    void refusesAnIdentityThatIsNotThere(String line) {
        String text = VMFS.replace("#DDB", "parentFileNameHint=\"base.vmdk\"").replaceFirst("(?m)^" + line + "$", "");
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("VMDK_NOT_UNDERSTOOD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KDMV",
                "# Disk DescriptorFile\nCID=1\n",
                "# Disk DescriptorFile\nCID=1\nRW 0 ZERO\n",
                "# Disk DescriptorFile\nCID=1\nRW 10 FLAT\n",
                "# Disk DescriptorFile\nCID=1\nRW 10 ZERO \"a\"\n",
                "# Disk DescriptorFile\nCID=1\nRW 10 FLAT \"a\" -5\n",
                "# Disk DescriptorFile\nCID=1\nRW ten FLAT \"a\" 0\nRW 10 ZERO\n",
                "# Disk DescriptorFile\nCID=1\nRW 10 NEWTYPE \"a\" 0\n",
                "# Disk DescriptorFile\nCID=1\nNOACCESS 10 FLAT \"a\" 0\n",
                "# Disk DescriptorFile\nCID=1\nRW 999999999999999999 ZERO\n",
                "# Disk DescriptorFile\nCID=1\nRW 1099511627776 ZERO\nRW 1099511627776 ZERO\n"
            })
    void refusesWhatWouldBeAWrongDisk(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                        refusal.problem().code())
                .isEqualTo("VMDK_NOT_UNDERSTOOD"));
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> parse(VMFS + "#".repeat(DescriptorParser.MAX_BYTES)))
                .isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> parse(VMFS + "#".repeat(10_000))).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> parse(VMFS + "RW 1 ZERO\n".repeat(40_000))).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> {
                    StringBuilder text = new StringBuilder(VMFS);
                    for (int entry = 0; entry < 2_000; entry++) {
                        text.append("ddb.e").append(entry).append("=1\n");
                    }
                    parse(text.toString());
                })
                .isInstanceOf(ConnectorException.class);
    }

    @Test
    void answersOrRefusesWhateverComes() {
        long seed = 20260101;
        Random random = new Random(seed);
        byte[] good = VMFS.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] text = good.clone();
            for (int change = random.nextInt(8); change >= 0; change--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = java.util.Arrays.copyOf(text, random.nextInt(text.length + 1));
            try {
                assertThat(DescriptorParser.parse(cut).capacityBytes()).isPositive();
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("seed %d", seed).isEqualTo("VMDK_NOT_UNDERSTOOD");
            }
        }
    }
}
