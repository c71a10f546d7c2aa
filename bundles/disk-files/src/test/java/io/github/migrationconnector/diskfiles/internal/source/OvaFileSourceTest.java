package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.DiskReaderContract;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OVAs that tar packed, with disks that QEMU made and digests that coreutils computed. */
class OvaFileSourceTest extends DiskReaderContract {
    private static final RandomDisk FIRST = new RandomDisk(70, 512 * 2000);
    private static final RandomDisk SECOND = new RandomDisk(71, 512 * 1300);

    @TempDir
    private Path folder;

    private OvaFixture fixture() throws Exception {
        return new OvaFixture(Files.createDirectories(folder.resolve("parts")));
    }

    private OvaFixture twoDisks() throws Exception {
        return fixture()
                .disk(FIRST.content(), "streamOptimized")
                .disk(SECOND.content(), "streamOptimized")
                .descriptor();
    }

    @Override
    protected Supplier<DiskReader> disk(RandomDisk disk) throws Exception {
        Path ova = fixture()
                .disk(disk.content(), "streamOptimized")
                .descriptor()
                .manifest(256)
                .pack("ustar");
        return () -> open(ova.toString());
    }

    private static DiskReader open(String location) {
        return new OvaFileSource().open(new SourceAddress("ova", location));
    }

    private static byte[] read(DiskReader reader) throws InterruptedException {
        StrictSink sink = new StrictSink((int) reader.description().capacityBytes(), 1 << 16, true);
        reader.forEachExtent(reader.wholeDisk(), sink);
        sink.finish();
        return sink.content();
    }

    private static void assertRefused(String location, String code, String words) {
        assertThatThrownBy(() -> {
                    try (DiskReader reader = open(location)) {
                        read(reader);
                    }
                })
                .isInstanceOfSatisfying(ConnectorException.class, refusal -> {
                    assertThat(refusal.problem().code()).isEqualTo(code);
                    assertThat(refusal.problem().message() + refusal.problem().fix())
                            .contains(words);
                });
    }

    @ParameterizedTest
    @CsvSource({"1,ustar", "256,gnu", "512,pax"})
    void readsEachDiskByNumberIdOrFile(int bits, String tarFormat) throws Exception {
        Path ova = twoDisks().manifest(bits).pack(tarFormat);
        for (String which : List.of("#2", "#id-vm-disk2.vmdk", "#vm-disk2.vmdk")) {
            try (DiskReader reader = open(ova + which)) {
                assertThat(read(reader)).isEqualTo(SECOND.content());
                // the second time by the directory
                assertThat(read(reader)).isEqualTo(SECOND.content());
            }
        }
        try (DiskReader reader = open(ova + "#1")) {
            assertThat(read(reader)).isEqualTo(FIRST.content());
        }
    }

    @Test
    void describesTheDisk() throws Exception {
        Path ova = twoDisks().manifest(256).pack("ustar");
        try (DiskReader reader = open(ova + "#2")) {
            DiskDescription description = reader.description();
            assertThat(description.format()).isEqualTo("ova streamOptimized");
            assertThat(description.identity())
                    .containsEntry("firmware", "efi")
                    .containsEntry("guest", "debian10_64Guest")
                    .containsEntry("disk", "vm-disk2.vmdk");
            assertThat(description.files().get(0).path()).endsWith("vm.ova#vm-disk2.vmdk");
            assertThat(description.files().get(0).contentId()).matches("SHA-256 [0-9a-f]{64}");
        }
    }

    @Test
    void listsTheDisksWhenNoneIsNamed() throws Exception {
        Path ova = twoDisks().pack("ustar");
        assertRefused(ova.toString(), "OVA_DISK_UNKNOWN", "1 (id-vm-disk1.vmdk, vm-disk1.vmdk), 2 (");
        assertRefused(ova + "#3", "OVA_DISK_UNKNOWN", "no disk '3'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"streamOptimized", "monolithicSparse"})
    void seesOneWrongByteInADisk(String subformat) throws Exception {
        OvaFixture fixture =
                fixture().disk(FIRST.content(), subformat).descriptor().manifest(256);
        Path disk = folder.resolve("parts/vm-disk1.vmdk");
        byte[] content = Files.readAllBytes(disk);
        // in the descriptor's padding: only the digest can tell
        content[512 * 15]++;
        Files.write(disk, content);
        Path ova = fixture.pack("ustar");
        assertRefused(ova.toString(), "OVA_DAMAGED", "vm-disk1.vmdk has the SHA-256 digest");
        try (DiskReader reader = open(ova.toString())) {
            assertThatThrownBy(() -> reader.forEachExtent(
                            List.of(new Extent(0, 512)), new StrictSink(FIRST.capacityBytes(), 4096, false)))
                    .hasMessageContaining("OVA_DAMAGED");
        }
    }

    @Test
    void readsAnOvaWithoutManifest() throws Exception {
        Path ova =
                fixture().disk(FIRST.content(), "monolithicSparse").descriptor().pack("ustar");
        try (DiskReader reader = open(ova.toString())) {
            assertThat(read(reader)).isEqualTo(FIRST.content());
            assertThat(reader.description().files().get(0).contentId()).isEqualTo("no manifest");
        }
    }

    @Test
    void refusesADescriptorThatItsManifestDoesNotProve() throws Exception {
        OvaFixture fixture = twoDisks().manifest(1);
        Path ovf = folder.resolve("parts/vm.ovf");
        Files.writeString(ovf, Files.readString(ovf).replace("efi", "bios"));
        assertRefused(fixture.pack("ustar") + "#1", "OVA_DAMAGED", "vm.ovf has the SHA-1 digest");
    }

    @Test
    void refusesAManifestThatLeavesADiskOut() throws Exception {
        OvaFixture fixture = twoDisks().manifest(256);
        Path manifest = folder.resolve("parts/vm.mf");
        Files.writeString(manifest, Files.readString(manifest).replace("vm-disk2", "vm-disk9"));
        assertRefused(fixture.pack("ustar") + "#2", "OVA_DAMAGED", "no digest of vm-disk2.vmdk");
    }

    @ParameterizedTest
    @CsvSource({"ovf:compression=\"bzip2\",compressed"})
    void refusesWhatIsPackedInAnotherWay(String attribute, String words) throws Exception {
        Path ova = fixture()
                .fileAttributes(attribute)
                .disk(FIRST.content(), "streamOptimized")
                .descriptor()
                .pack("ustar");
        assertRefused(ova.toString(), "OVA_NOT_SUPPORTED", words);
    }

    @Test
    void answersOrRefusesWhateverComes() throws Exception {
        byte[] small = new RandomDisk(72, 512 * 40).content();
        Path ova = fixture().disk(small, "streamOptimized").descriptor().pack("gnu");
        byte[] good = Files.readAllBytes(ova);
        Random random = new Random(72);
        for (int round = 0; round < 1_000; round++) {
            byte[] file = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                // the headers and the descriptor stand first
                file[random.nextInt(random.nextBoolean() ? 512 : 4096)] = (byte) random.nextInt(256);
            }
            if (random.nextBoolean()) {
                repairChecksum(file);
            }
            Files.write(ova, file);
            try (DiskReader reader = open(ova.toString())) {
                reader.forEachExtent(List.of(new Extent(0, 512)), new StrictSink(1 << 20, 4096, false));
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("round %d", round).matches("(OVA|VMDK)_.*");
            }
        }
    }

    private static void repairChecksum(byte[] file) {
        int sum = 0;
        for (int at = 0; at < 512; at++) {
            sum += at >= 148 && at < 156 ? ' ' : file[at] & 0xFF;
        }
        byte[] text = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, file, 148, 8);
    }
}
