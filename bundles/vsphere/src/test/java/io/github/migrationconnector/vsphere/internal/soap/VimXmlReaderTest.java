package io.github.migrationconnector.vsphere.internal.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vmware.vim25.DynamicProperty;
import com.vmware.vim25.InvalidLogin;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import com.vmware.vim25.ObjectContent;
import com.vmware.vim25.RetrieveResult;
import com.vmware.vim25.VirtualDevice;
import com.vmware.vim25.VirtualDisk;
import com.vmware.vim25.VirtualMachinePowerState;
import io.github.migrationconnector.vsphere.internal.vim.CryptoKeyId;
import io.github.migrationconnector.vsphere.internal.vim.FlatBacking;
import io.github.migrationconnector.vsphere.internal.vim.VirtualTPM;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VimXmlReaderTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
            + "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\""
            + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><e:Body>";
    private static final String TAIL = "</e:Body></e:Envelope>";
    private static final String PROPERTIES = HEAD + "<RetrievePropertiesExResponse xmlns=\"urn:vim25\"><returnval>"
            + "<token>t1</token><objects><obj type=\"VirtualMachine\">vm-1</obj>%s</objects></returnval>"
            + "</RetrievePropertiesExResponse>" + TAIL;
    private static final String DEVICES =
            PROPERTIES.formatted("<propSet><name>config.hardware.device</name><val xsi:type=\"ArrayOfVirtualDevice\">"
                    + "<VirtualDevice xsi:type=\"VirtualDisk\"><key>2000</key><deviceInfo xsi:type=\"Description\">"
                    + "<label>Hard disk 1</label><summary>s</summary></deviceInfo>"
                    + "<backing xsi:type=\"VirtualDiskFlatVer2BackingInfo\"><fileName>[ds] a/a-000001.vmdk</fileName>"
                    + "<datastore type=\"Datastore\">datastore-1</datastore><diskMode>persistent</diskMode>"
                    + "<uuid>u</uuid><parent><fileName>[ds] a/a.vmdk</fileName><diskMode>persistent</diskMode>"
                    + "<keyId><keyId>k0</keyId></keyId></parent>"
                    + "<keyId><keyId>k1</keyId><providerId><id>p</id></providerId></keyId></backing>"
                    + "<capacityInKB>1</capacityInKB><capacityInBytes>1536</capacityInBytes></VirtualDevice>"
                    + "<VirtualDevice xsi:type=\"VirtualTPM\"><key>11000</key><endorsementKeyCertificate>AA==</endorsementKeyCertificate></VirtualDevice>"
                    + "<VirtualDevice xsi:type=\"VirtualFutureThing\"><key>7</key><shine>9</shine></VirtualDevice>"
                    + "</val></propSet>");

    private final VimXmlReader reader = new VimXmlReader();

    private Object read(String text, String type) throws IOException {
        return reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
    }

    private Object property(String val) throws IOException {
        RetrieveResult result = (RetrieveResult)
                read(PROPERTIES.formatted("<propSet><name>p</name>" + val + "</propSet>"), "RetrieveResult");
        return result.getObjects()[0].getPropSet()[0].getVal();
    }

    @Test
    void readsObjectsAndReferences() throws Exception {
        RetrieveResult result = (RetrieveResult) read(DEVICES, "RetrieveResult");
        assertThat(result.getToken()).isEqualTo("t1");
        ObjectContent object = result.getObjects()[0];
        assertThat(object.getObj().getType()).isEqualTo("VirtualMachine");
        assertThat(object.getObj().getVal()).isEqualTo("vm-1");
        DynamicProperty property = object.getPropSet()[0];
        assertThat(property.getVal()).isInstanceOf(VirtualDevice[].class);
        VirtualDisk disk = (VirtualDisk) ((VirtualDevice[]) property.getVal())[0];
        assertThat(disk.getKey()).isEqualTo(2000);
        assertThat(disk.getCapacityInBytes()).isEqualTo(1536);
        assertThat(disk.getDeviceInfo().getLabel()).isEqualTo("Hard disk 1");
    }

    @Test
    void seesTheKeysThatYavijavaDoesNotKnow() throws Exception {
        RetrieveResult result = (RetrieveResult) read(DEVICES, "RetrieveResult");
        VirtualDevice[] devices = (VirtualDevice[]) result.getObjects()[0].getPropSet()[0].getVal();
        FlatBacking backing = (FlatBacking) devices[0].getBacking();
        assertThat(backing.keyId.keyId).isEqualTo("k1");
        assertThat(((FlatBacking) backing.getParent()).keyId.keyId).isEqualTo("k0");
        assertThat(devices[1]).isInstanceOf(VirtualTPM.class);
        assertThat(((CryptoKeyId) property("<val xsi:type=\"CryptoKeyId\"><keyId>k</keyId></val>")).keyId)
                .isEqualTo("k");
    }

    @Test
    void readsAnUnknownTypeAsTheDeclaredOne() throws Exception {
        RetrieveResult result = (RetrieveResult) read(DEVICES, "RetrieveResult");
        VirtualDevice[] devices = (VirtualDevice[]) result.getObjects()[0].getPropSet()[0].getVal();
        assertThat(devices[2].getClass()).isEqualTo(VirtualDevice.class);
        assertThat(devices[2].getKey()).isEqualTo(7);
    }

    @Test
    void readsBasicValues() throws Exception {
        assertThat(property("<val xsi:type=\"xsd:string\">a &lt; b</val>")).isEqualTo("a < b");
        assertThat(property("<val xsi:type=\"xsd:boolean\">true</val>")).isEqualTo(true);
        assertThat(property("<val xsi:type=\"xsd:int\"> 42 </val>")).isEqualTo(42);
        assertThat(property("<val xsi:type=\"xsd:long\">8589934592</val>")).isEqualTo(8_589_934_592L);
        assertThat(property("<val xsi:type=\"ArrayOfString\"><string>a</string><string>b</string></val>"))
                .isEqualTo(new String[] {"a", "b"});
        assertThat(property("<val xsi:type=\"ArrayOfInt\"><int>1</int></val>")).isEqualTo(new Integer[] {1});
        assertThat(property("<val type=\"Folder\" xsi:type=\"ManagedObjectReference\">group-1</val>"))
                .isInstanceOfSatisfying(ManagedObjectReference.class, folder -> assertThat(folder.getVal())
                        .isEqualTo("group-1"));
        assertThat(property("<val xsi:type=\"VirtualMachinePowerState\">poweredOn</val>"))
                .isEqualTo(VirtualMachinePowerState.poweredOn);
    }

    @Test
    void leavesOutUnknownValuesAndElements() throws Exception {
        assertThat(property("<val xsi:type=\"VirtualMachinePowerState\">hibernating</val>"))
                .isNull();
        assertThat(property("<val xsi:type=\"NeverHeardOf\"><a><b/></a></val>")).isNull();
        assertThat(property("<val xsi:type=\"ArrayOfNeverHeardOf\"><a/></val>")).isNull();
        assertThat(property("<val xsi:type=\"VirtualMachineConfigInfo\"><name>n</name><new><er/></new></val>"))
                .hasFieldOrPropertyWithValue("name", "n");
    }

    @Test
    void loadsNoClassThatIsNotOfTheProtocol() throws Exception {
        assertThat(property("<val xsi:type=\"VimPortType\"/>")).isNull();
        assertThat(property("<val xsi:type=\"ws.WSClient\"/>")).isNull();
        assertThat(property("<val xsi:type=\"../../java.lang.Runtime\"/>")).isNull();
    }

    @Test
    void readsFaults() {
        String known = HEAD + "<e:Fault><faultcode>ServerFaultCode</faultcode><faultstring>no</faultstring>"
                + "<detail><InvalidLoginFault xmlns=\"urn:vim25\" xsi:type=\"InvalidLogin\"/></detail></e:Fault>"
                + TAIL;
        assertThatThrownBy(() -> read(known, "UserSession")).isInstanceOfSatisfying(VimFaultException.class, e -> {
            assertThat(e.is(InvalidLogin.class)).isTrue();
            assertThat(e.getMessage()).isEqualTo("no");
        });
        String bare = HEAD + "<e:Fault><faultstring>odd</faultstring></e:Fault>" + TAIL;
        assertThatThrownBy(() -> read(bare, null)).isInstanceOfSatisfying(VimFaultException.class, e -> assertThat(
                        e.fault().getClass())
                .isEqualTo(MethodFault.class));
    }

    @Test
    void refusesWhatIsNoAnswer() {
        for (String text : new String[] {
            "",
            "<html><body/></html>",
            HEAD,
            HEAD + TAIL,
            "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
            DEVICES.substring(0, DEVICES.length() - TAIL.length()),
            DEVICES.replace("2000", "two thousand"),
            "<a>".repeat(100_000),
            HEAD + "<r><returnval>" + "<faultCause><fault>".repeat(10_000),
        }) {
            assertThatThrownBy(() -> read(text, "RetrieveResult"))
                    .as(text.substring(0, Math.min(80, text.length())))
                    .isInstanceOf(MalformedAnswerException.class);
        }
    }

    @Test
    void boundsTheDepth() {
        String deep = HEAD + "<r><returnval xsi:type=\"VirtualDiskFlatVer2BackingInfo\">" + "<parent>".repeat(5_000)
                + "</parent>".repeat(5_000) + "</returnval></r>" + TAIL;
        assertThatThrownBy(() -> read(deep, "VirtualDiskFlatVer2BackingInfo"))
                .isInstanceOf(MalformedAnswerException.class)
                .hasMessageContaining("deeper");
    }

    /** Mutations of a real answer: each is read, or refused as malformed; nothing else comes out. */
    @Test
    void survivesMutations() throws Exception {
        long seed = 20_260_101L;
        Random random = new Random(seed);
        String[] words = {
            "<",
            ">",
            "/",
            "&",
            "xsi:type=\"",
            "ArrayOf",
            "<!--",
            "]]>",
            "<![CDATA[",
            "\"",
            "VirtualDisk",
            "ManagedObjectReference",
            "9999999999999999999",
            "<val>",
            "</val>",
            "\u0000",
            "&#0;",
            "<!DOCTYPE a>"
        };
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder(DEVICES);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.insert(at, words[random.nextInt(words.length)]);
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(40)));
                    case 2 -> text.setCharAt(at, (char) random.nextInt(0x250));
                    default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
                }
            }
            try {
                read(text.toString(), "RetrieveResult");
            } catch (MalformedAnswerException | VimFaultException e) {
                assertThat(e).isNotNull();
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + text, e);
            }
        }
    }
}
