package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.DeltaAreas;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ESX's redo files. QEMU can't write them; a Python program that shares no code with the connector does, and knows what a
 * guest would read and what changed. QEMU reads the same files and has to agree with it.
 */
class EsxRedoTest {
    @TempDir
    private Path folder;

    private void generate(String kind, int seed, int sectors) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "python3", "src/test/python/esx_redo.py", kind, folder.toString(), "" + seed, "" + sectors)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("This test needs python3: apt-get install python3", e);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private DiskReader open(String name) {
        return new VmdkFileSource()
                .open(new SourceAddress("vmdk", folder.resolve(name).toString()));
    }

    private byte[] read(String name) throws Exception {
        Path copy = folder.resolve("copy.raw");
        Files.deleteIfExists(copy);
        try (DiskReader reader = open(name)) {
            RawCopy.copy(reader, copy);
        }
        return Files.readAllBytes(copy);
    }

    @ParameterizedTest
    @CsvSource({"cowd,1,20011", "cowd,2,8193", "sesparse,3,98307", "sesparse,4,9001"})
    void readsTheChainAsTheGuestDoes(String kind, int seed, int sectors) throws Exception {
        generate(kind, seed, sectors);
        QemuImg.assertSame(folder.resolve("expected.raw"), folder.resolve("second.vmdk"));
        assertThat(read("second.vmdk")).isEqualTo(Files.readAllBytes(folder.resolve("expected.raw")));
    }

    @ParameterizedTest
    @CsvSource({"cowd,5,20011,512", "sesparse,6,98307,4096"})
    void knowsWhatChangedBetweenTwoLinks(String kind, int seed, int sectors, int grainBytes) throws Exception {
        generate(kind, seed, sectors);
        List<Extent> expected = Files.readAllLines(folder.resolve("changed.txt")).stream()
                .map(line -> line.split(" "))
                .map(numbers -> new Extent(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
                .toList();
        try (VmdkChain now = chain("base", "first", "second");
                VmdkChain before = chain("base")) {
            List<Extent> changed = DeltaAreas.between(before, now, 1, grainBytes);
            assertThat(changed).isEqualTo(expected);
            // an image of the first point in time becomes one of the second by these areas alone
            Path image = Files.copy(folder.resolve("base-flat.vmdk"), folder.resolve("increment.raw"));
            fillWithOnes(image, changed);
            try (DiskReader reader = open("second.vmdk")) {
                RawCopy.copy(reader, changed, image);
            }
            QemuImg.assertSame(image, folder.resolve("second.vmdk"));
        }
    }

    /** So that what was told as zeros has to be written, too. */
    private static void fillWithOnes(Path image, List<Extent> areas) throws IOException {
        try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
            for (Extent area : areas) {
                byte[] ones = new byte[(int) area.lengthBytes()];
                Arrays.fill(ones, (byte) 1);
                channel.write(ByteBuffer.wrap(ones), area.offsetBytes());
            }
        }
    }

    private VmdkChain chain(String... names) throws InterruptedException {
        List<VmdkLink> links = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name + ".vmdk");
            links.add(VmdkLink.open(FileAccess.open(file), name, extent -> FileAccess.open(folder.resolve(extent))));
        }
        return new VmdkChain(links);
    }

    /** Changes one 64-bit word of the SEsparse file on top. */
    private void plant(long at, long word) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve("second-delta.vmdk"), StandardOpenOption.WRITE)) {
            file.write(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(word)
                            .flip(),
                    at);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "536,1,VMDK_UNCLEAN,journal", // replayJournal
        "512,1,VMDK_DAMAGED,volatile",
        "8,7,VMDK_TYPE_NOT_SUPPORTED,version",
        "40,1,VMDK_TYPE_NOT_SUPPORTED,flags",
        "16,8,VMDK_DAMAGED,capacity",
        "2097152,1152921504606847975,VMDK_DAMAGED,grain directory entry 0", // a table behind the last one
        "2097152,2,VMDK_DAMAGED,grain directory entry 0"
    })
    void refusesADamagedOrUnfinishedFile(long at, long word, String code, String words) throws Exception {
        generate("sesparse", 7, 9_000);
        plant(at, word);
        assertThatThrownBy(() -> read("second.vmdk")).isInstanceOfSatisfying(ConnectorException.class, refusal -> {
            assertThat(refusal.problem().code()).isEqualTo(code);
            assertThat(refusal.problem().message()).contains(words).contains("second-delta.vmdk");
            assertThat(refusal.problem().fix()).isNotEmpty();
        });
    }

    @Test
    void seesAnEntryThatIsOffByOne() throws Exception {
        generate("sesparse", 8, 9_000);
        long table = word(4096 * 512) & 0xFFFF_FFFFL;
        long entryAt = 6144 * 512 + table * 32_768;
        long entry = word(entryAt);
        assertThat(entry >>> 60).isEqualTo(3);
        plant(entryAt, entry ^ (1L << 48));
        assertThat(read("second.vmdk")).isNotEqualTo(Files.readAllBytes(folder.resolve("expected.raw")));
    }

    private long word(long at) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve("second-delta.vmdk"), StandardOpenOption.READ)) {
            ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            file.read(word, at);
            return word.getLong(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"cowd,9,9000", "sesparse,10,9000"})
    void answersOrRefusesWhateverComes(String kind, int seed, int sectors) throws Exception {
        generate(kind, seed, sectors);
        Path delta = folder.resolve("second-delta.vmdk");
        Random random = new Random(seed);
        long[] regions = kind.equals("cowd") ? new long[] {0, 2048, 2560} : new long[] {0, 512, 2_097_152, 3_145_728};
        for (int round = 0; round < 300; round++) {
            long at = regions[random.nextInt(regions.length)] + random.nextInt(208);
            byte before = swap(delta, at, (byte) random.nextInt(256));
            try (DiskReader reader = open("second.vmdk")) {
                RawCopy.copy(reader, List.of(new Extent(0, 1 << 20)), folder.resolve("fuzz.raw"));
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("byte %d", at).startsWith("VMDK_");
            }
            swap(delta, at, before);
        }
        assertThat(read("second.vmdk")).isEqualTo(Files.readAllBytes(folder.resolve("expected.raw")));
    }

    private static byte swap(Path file, long at, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
            return one.get(0);
        }
    }

    @Test
    void readsEntriesOfOneAsZerosInCowd() throws Exception {
        generate("cowd", 11, 9000);
        try (FileChannel file = FileChannel.open(
                folder.resolve("second-delta.vmdk"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer table = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            file.read(table, 2048);
            ByteBuffer one = ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(1)
                    .flip();
            file.write(one, table.getInt(0) * 512L);
        }
        byte[] expected = Files.readAllBytes(folder.resolve("expected.raw"));
        Arrays.fill(expected, 0, 512, (byte) 0);
        assertThat(read("second.vmdk")).isEqualTo(expected);
    }
}
