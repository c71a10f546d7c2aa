package io.github.migrationconnector.diskfiles.internal.ova;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OvfReaderTest {
    private static final String GOOD =
            """
            <?xml version="1.0"?>
            <ovf:Envelope xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/2" xmlns:vmw="http://www.vmware.com/schema/ovf">
              <ovf:References><ovf:File ovf:id="f1" ovf:href="a.vmdk" ovf:size="17"/></ovf:References>
              <ovf:DiskSection>
                <ovf:Disk ovf:diskId="d1" ovf:fileRef="f1" ovf:capacity="16" ovf:capacityAllocationUnits="byte * 2^30"/>
                <ovf:Disk ovf:diskId="d2" ovf:capacity="1048576"/>
              </ovf:DiskSection>
              <Disk xmlns="urn:other" diskId="not an OVF disk"/>
            </ovf:Envelope>
            """;

    private static OvfEnvelope read(String text) {
        return OvfReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsDisks() {
        assertThat(read(GOOD).disks())
                .containsExactly(
                        new OvfDisk("d1", new OvfFile("a.vmdk", false, 0), 16L << 30),
                        new OvfDisk("d2", OvfFile.NONE, 1 << 20));
        assertThat(read(GOOD).firmware()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "capacity=\"-16\"",
                "capacity=\"16\" ovf:capacityAllocationUnits=\"cubits\"",
                "capacity=\"9999999999999999999\"",
                "capacity=\"0\"",
                "capacity=\"1\" ovf:capacityAllocationUnits=\"byte * 2^99\""
            })
    void refusesCapacitiesThatMakeNoSense(String capacity) {
        String text = GOOD.replace("capacity=\"1048576\"", capacity);
        assertThatThrownBy(() -> read(text)).hasMessageContaining("OVA_DAMAGED").hasMessageContaining("capacity");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\">",
                "<!DOCTYPE a [<!ENTITY e \"eeeeeeeeee\"><!ENTITY f \"&e;&e;&e;\">]>"
            })
    void refusesDocumentTypes(String doctype) {
        String text = GOOD.replace("<ovf:Envelope", doctype + "<ovf:Envelope").replace("\"d1\"", "\"&e;\"");
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(ConnectorException.class, refusal -> assertThat(
                        refusal.problem().code())
                .isEqualTo("OVA_DAMAGED"));
    }

    @Test
    void readsHowAFileIsPacked() {
        String packed = GOOD.replace("ovf:size=\"17\"", "ovf:compression=\"gzip\" ovf:chunkSize=\"1024\"");
        assertThat(read(packed).disks().get(0).file()).isEqualTo(new OvfFile("a.vmdk", true, 1024));
        String whole = GOOD.replace("ovf:size=\"17\"", "ovf:compression=\"identity\"");
        assertThat(read(whole).disks().get(0).file()).isEqualTo(new OvfFile("a.vmdk", false, 0));
        assertThatThrownBy(() -> read(packed.replace("1024", "0"))).hasMessageContaining("chunks of '0'");
        assertThatThrownBy(() -> read(packed.replace("gzip", "bzip2"))).hasMessageContaining("OVA_NOT_SUPPORTED");
    }

    @Test
    void isBounded() {
        assertThatThrownBy(() -> read("<a>".repeat(100))).hasMessageContaining("deeply");
        String disk = "<ovf:Disk ovf:diskId=\"d2\" ovf:capacity=\"1048576\"/>";
        assertThatThrownBy(() -> read(GOOD.replace(disk, disk.repeat(300)))).hasMessageContaining("too many");
    }

    @Test
    void refusesADiskWithoutItsFile() {
        assertThatThrownBy(() -> read(GOOD.replace("ovf:id=\"f1\"", "ovf:id=\"f2\"")))
                .hasMessageContaining("no file for the disk d1");
        assertThatThrownBy(
                        () -> read(GOOD.replace("ovf:capacity=\"1048576\"", "ovf:capacity=\"1\" ovf:parentRef=\"d1\"")))
                .hasMessageContaining("parentRef");
    }

    @Test
    void answersOrRefusesWhateverComes() {
        Random random = new Random(20260104);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 3_000; round++) {
            byte[] text = good.clone();
            for (int change = random.nextInt(5); change >= 0; change--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(OvfReader.read(text).disks()).hasSizeLessThan(4);
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("round %d", round).startsWith("OVA_");
            }
        }
    }
}
