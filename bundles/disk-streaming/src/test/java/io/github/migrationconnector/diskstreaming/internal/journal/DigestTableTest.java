package io.github.migrationconnector.diskstreaming.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.TestBlocks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTableTest {
    @TempDir
    private Path folder;

    private final BlockDigest digest = TestBlocks.digest(new byte[] {1, 2, 3});

    private DigestTable table() throws Exception {
        return new DigestTable(new RandomAccessSlotFile(folder.resolve("digests")));
    }

    @Test
    void keepsWhatWasSet() throws Exception {
        try (DigestTable table = table()) {
            table.set(5, SlotKind.PUT, digest);
            table.set(6, SlotKind.UNCHANGED, digest);
        }
        try (DigestTable table = table()) {
            assertThat(table.at(5)).contains(new DigestTable.Entry(SlotKind.PUT, digest));
            assertThat(table.at(6)).contains(new DigestTable.Entry(SlotKind.UNCHANGED, digest));
            assertThat(table.at(4)).isEmpty();
            assertThat(table.at(1_000_000)).isEmpty();
        }
    }

    /** The format on disk, byte for byte: a journal of this version must be read by every later one. */
    @Test
    void writesTheDocumentedSlot() throws Exception {
        try (DigestTable table = table()) {
            table.set(1, SlotKind.ZERO, digest);
        }
        assertThat(HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("digests"))))
                .isEqualTo("00".repeat(40)
                        + "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
                        + "02000000"
                        + "98d06e0d");
    }

    @Test
    void readsTheDocumentedSlot() throws Exception {
        byte[] slot = HexFormat.of()
                .parseHex("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81" + "02000000" + "98d06e0d");
        Files.write(folder.resolve("digests"), slot);
        try (DigestTable table = table()) {
            assertThat(table.at(0)).contains(new DigestTable.Entry(SlotKind.ZERO, digest));
        }
    }

    @Test
    void fillsLongRuns() throws Exception {
        try (DigestTable table = table()) {
            table.fill(1_000, 3_000, SlotKind.ZERO, digest);
            assertThat(table.at(999)).isEmpty();
            assertThat(table.at(1_000)).isPresent();
            assertThat(table.at(3_999)).isPresent();
            assertThat(table.at(4_000)).isEmpty();
        }
    }

    @Test
    void walksAndSetsOverPages() throws Exception {
        try (DigestTable table = table()) {
            table.set(2_047, SlotKind.PUT, digest);
            DigestTable.Walk walk = table.walk();
            for (int index = 0; index < 5_000; index++) {
                if (walk.at(index).isEmpty()) {
                    walk.set(index, SlotKind.INHERITED, digest);
                }
            }
            walk.flush();
            assertThat(table.at(2_047).orElseThrow().kind()).isEqualTo(SlotKind.PUT);
            assertThat(table.at(0).orElseThrow().kind()).isEqualTo(SlotKind.INHERITED);
            assertThat(table.at(4_999).orElseThrow().kind()).isEqualTo(SlotKind.INHERITED);
            assertThat(table.at(5_000)).isEmpty();
        }
    }

    @Test
    void takesNoTornOrDamagedSlotForADecision() throws Exception {
        Random random = new Random(20260202);
        for (int round = 0; round < 500; round++) {
            try (DigestTable table = table()) {
                table.set(0, SlotKind.PUT, digest);
            }
            byte[] file = Files.readAllBytes(folder.resolve("digests"));
            int at = random.nextInt(file.length);
            if (round % 2 == 0) {
                file = Arrays.copyOf(file, at);
            } else {
                file[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(folder.resolve("digests"), file);
            try (DigestTable table = table()) {
                assertThat(table.at(0)).as("byte %d", at).isEmpty();
            }
        }
    }
}
