package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.DiskLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Grains that lie far apart in many tables are found, each of them, however wide the gaps are and wherever tables end. */
class SparseGapsPropertyTest {
    private static final int TABLES = 100;
    private static final int GRAINS = TABLES * 512;
    private static final int GRAIN_BYTES = 4096;
    private static final int DIRECTORY_SECTOR = 2;
    // odd, so that a window's end falls into a table
    private static final int TABLES_SECTOR = 5;
    private static final int GRAIN_SECTOR = TABLES_SECTOR + TABLES * 4;

    private static byte[] file(Set<Integer> stored, Set<Integer> missingTables) {
        byte[] content = new byte[(GRAIN_SECTOR + GRAIN_BYTES / 512) * 512];
        long sectors = (long) GRAINS * GRAIN_BYTES / 512;
        ByteBuffer file = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'K', 'D', 'M', 'V'})
                .putInt(4, 1)
                .putLong(12, sectors)
                .putLong(20, GRAIN_BYTES / 512)
                .putLong(28, 1)
                .putLong(36, 1)
                .putInt(44, 512)
                .putLong(56, DIRECTORY_SECTOR)
                .putLong(64, GRAIN_SECTOR);
        String text =
                "# Disk DescriptorFile\nCID=1\ncreateType=\"monolithicSparse\"\nRW " + sectors + " SPARSE \"a.vmdk\"\n";
        file.put(512, text.getBytes(StandardCharsets.UTF_8));
        for (int table = 0; table < TABLES; table++) {
            if (!missingTables.contains(table)) {
                file.putInt(DIRECTORY_SECTOR * 512 + table * 4, TABLES_SECTOR + table * 4);
            }
        }
        stored.forEach(grain -> file.putInt(TABLES_SECTOR * 512 + grain * 4, GRAIN_SECTOR));
        return content;
    }

    @Property(tries = 200, seed = "20260109")
    void findsEachGrain(
            @ForAll @Size(max = 40) Set<@IntRange(max = GRAINS - 1) Integer> stored,
            @ForAll @Size(max = 20) Set<@IntRange(max = TABLES - 1) Integer> missingTables)
            throws Exception {
        byte[] content = file(stored, missingTables);
        List<Integer> expected = stored.stream()
                .filter(grain -> !missingTables.contains(grain / 512))
                .sorted()
                .toList();
        try (VmdkLink link = VmdkLink.open(new BytesInMemory(content), "a.vmdk", name -> new BytesInMemory(content))) {
            DiskLayer layer = link.layer();
            for (int grain : expected) {
                long at = (long) grain * GRAIN_BYTES;
                assertThat(layer.at(at, GRAIN_BYTES).kind()).isEqualTo(Run.Kind.STORED);
            }
            DiskLayout layout = new VmdkDisk(List.of(layer)).layout(List.of(), List.of());
            assertThat(layout.storedBytes()).isEqualTo((long) expected.size() * GRAIN_BYTES);
            long holes = 0;
            int next = 0;
            for (int grain : expected) {
                holes += grain > next ? 1 : 0;
                next = grain + 1;
            }
            assertThat(layout.holes()).isEqualTo(holes + (next < GRAINS ? 1 : 0));
        }
    }
}
