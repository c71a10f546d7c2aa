package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with planted damage: an error with offset and field, never other bytes, never anything but a refusal. */
class SparseDamageTest {
    private static final RandomDisk DISK = new RandomDisk(20260102, 700 * 1024);
    private static final int FUZZ_ROUNDS = 3_000;

    @TempDir
    private Path folder;

    private byte[] made(String subformat) throws Exception {
        return QemuImg.vmdk(folder, DISK.content(), "subformat=" + subformat);
    }

    private static byte[] read(byte[] file) throws InterruptedException {
        try (VmdkLink link = VmdkLink.open(new BytesInMemory(file), "a.vmdk", name -> new BytesInMemory(file))) {
            VmdkDisk disk = new VmdkDisk(List.of(link.layer()));
            int length = (int) Math.min(disk.capacityBytes(), 2L << 20);
            StrictSink sink = new StrictSink(length, 1 << 16, false);
            disk.forEachExtent(List.of(new Extent(0, length)), sink);
            sink.finish();
            return sink.content();
        }
    }

    private static void assertRefused(byte[] file, String code, String words) {
        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(ConnectorException.class, refusal -> {
            assertThat(refusal.problem().code()).isEqualTo(code);
            assertThat(refusal.problem().message()).contains(words);
        });
    }

    private static ByteBuffer view(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int directory(byte[] file) {
        return (int) view(file).getLong(56) * 512;
    }

    private static int firstTable(byte[] file) {
        return view(file).getInt(directory(file)) * 512;
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicSparse", "streamOptimized"})
    void readsWhatIsWhole(String subformat) throws Exception {
        assertThat(read(made(subformat))).isEqualTo(DISK.content());
    }

    @ParameterizedTest
    @CsvSource({"72,VMDK_UNCLEAN,uncleanShutdown", "74,VMDK_DAMAGED,byte 73", "4,VMDK_TYPE_NOT_SUPPORTED,version 101"})
    void refusesByTheHeader(int field, String code, String words) throws Exception {
        byte[] file = made("monolithicSparse");
        file[field] += 100;
        assertRefused(file, code, words);
    }

    @Test
    void refusesATableBehindTheEnd() throws Exception {
        byte[] file = made("streamOptimized");
        view(file).putInt(directory(file), 0x00FF_FFFF);
        view(file).putInt((int) view(file).getLong(48) * 512, 0x00FF_FFFF);
        assertRefused(file, "VMDK_DAMAGED", "grain directory entry 0 at byte " + directory(file));
    }

    @Test
    void asksTheSecondDirectoryWhenTheFirstPointsNowhere() throws Exception {
        byte[] file = made("monolithicSparse");
        view(file).putInt(directory(file), 0x00FF_FFFF);
        assertThat(read(file)).isEqualTo(DISK.content());
    }

    @Test
    void refusesAGrainBehindTheEnd() throws Exception {
        byte[] file = made("monolithicSparse");
        view(file).putInt(firstTable(file), 0x00FF_FFFF);
        assertRefused(file, "VMDK_DAMAGED", "grain");
    }

    @Test
    void refusesAZeroedGrainThatTheHeaderDoesNotKnow() throws Exception {
        byte[] file = made("monolithicSparse");
        view(file).putInt(firstTable(file), 1);
        assertRefused(file, "VMDK_DAMAGED", "grain 0 at byte " + firstTable(file));
        file[8] |= 4;
        byte[] expected = DISK.content();
        Arrays.fill(expected, 0, 65_536, (byte) 0);
        assertThat(read(file)).isEqualTo(expected);
    }

    @Test
    void refusesTheGrainOfAnotherPlace() throws Exception {
        byte[] file = made("streamOptimized");
        int table = firstTable(file);
        int first = -1;
        for (int entry = 0; ; entry++) {
            int sector = view(file).getInt(table + entry * 4);
            if (sector > 1 && first > 0) {
                view(file).putInt(table + entry * 4, first);
                break;
            }
            first = sector > 1 ? sector : first;
        }
        assertRefused(file, "VMDK_DAMAGED", "another place");
    }

    @Test
    void boundsWhatAGrainInflatesTo() throws Exception {
        // the header says smaller grains than those that are in the file
        byte[] file = made("streamOptimized");
        view(file).putLong(20, 64);
        assertRefused(file, "VMDK_DAMAGED", "grain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicSparse", "streamOptimized"})
    void answersOrRefusesWhateverComes(String subformat) throws Exception {
        byte[] good = made(subformat);
        Random random = new Random(DISK.seed());
        int metadata = Math.min(good.length, firstTable(good) + 4096);
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            byte[] file = round % 4 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int change = random.nextInt(6); change >= 0 && file.length > 0; change--) {
                int range = random.nextInt(3) == 0
                        ? file.length
                        : Math.min(file.length, random.nextBoolean() ? 80 : metadata);
                file[random.nextInt(range)] = (byte) random.nextInt(256);
            }
            try {
                read(file);
            } catch (ConnectorException refused) {
                assertThat(refused.problem().code()).as("round %d", round).startsWith("VMDK_");
            }
        }
    }
}
