package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.InMemoryDisk;
import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.Parent;
import io.github.migrationconnector.api.streaming.ReadScope;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import io.github.migrationconnector.api.target.TestBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncrementTest {
    private static final int BLOCKS = 200;
    private static final int LARGE = 512 * 1024;

    @TempDir
    private Path home;

    private TestBench bench;
    private byte[] content;
    private TransferResult first;

    @BeforeEach
    void fullFirst() throws Exception {
        bench = new TestBench(home);
        content = new RandomDisk(1, BLOCKS * BLOCK - 100).content();
        Arrays.fill(content, 20 * BLOCK, 30 * BLOCK, (byte) 5);
        bench.disk("d", "1", content.clone());
        first = bench.run(TestBench.full("first", "d"));
        bench.watched.acknowledged.clear();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private TransferResult increment(ReadScope scope, Parent parent) throws InterruptedException {
        bench.disk("d", "2", content.clone());
        return bench.run(TestBench.request("second", "d", scope, parent));
    }

    private void write(int offset, int length) {
        for (int at = offset; at < offset + length; at++) {
            content[at] ^= 0x33;
        }
    }

    private static List<Integer> sorted(List<Integer> indexes) {
        return indexes.stream().sorted().toList();
    }

    @Test
    void putsExactlyTheBlocksThatDiffer() throws Exception {
        write(3 * BLOCK + 5, 1);
        write(8 * BLOCK - 1, 2);
        write(content.length - 1, 1);
        TransferResult second = increment(new ReadScope.WholeDisk(), TestBench.parent(first, "first"));
        assertThat(sorted(bench.watched.acknowledged)).containsExactly(3, 7, 8, BLOCKS - 1);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
        assertThat(second.progress().blocksUnchanged()).isEqualTo(BLOCKS - 4);
        assertThat(second.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
        assertThat(bench.watched.reads).hasValue(0);
    }

    @Test
    void putsZerosThatLieOverOldBytes() throws Exception {
        Arrays.fill(content, 20 * BLOCK, 30 * BLOCK, (byte) 0);
        TransferResult second = increment(new ReadScope.WholeDisk(), TestBench.parent(first, "first"));
        assertThat(sorted(bench.watched.acknowledged)).containsExactly(20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
    }

    @Test
    void readsOnlyTheChangedAreasInWholeBlocks() throws Exception {
        write(40 * BLOCK + 100, 10);
        write(50 * BLOCK - 1, 2);
        InMemoryDisk disk = new InMemoryDisk("2", content.clone());
        bench.disks.put("d", () -> disk);
        List<Extent> areas = List.of(
                new Extent(40L * BLOCK + 100, 10), new Extent(40L * BLOCK + 200, 10), new Extent(50L * BLOCK - 1, 2));
        TransferResult second = bench.run(
                TestBench.request("second", "d", new ReadScope.Changed(areas), TestBench.parent(first, "first")));
        assertThat(sorted(bench.watched.acknowledged)).containsExactly(40, 49, 50);
        assertThat(disk.bytesRead()).isEqualTo(3L * BLOCK);
        assertThat(second.progress().blocksInScope()).isEqualTo(3);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
        assertThat(second.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
    }

    @Test
    void doesNotPutWhatIsReportedAsChangedButEqual() throws Exception {
        List<Extent> areas = List.of(new Extent(0, 60L * BLOCK));
        TransferResult second = increment(new ReadScope.Changed(areas), TestBench.parent(first, "first"));
        assertThat(bench.watched.acknowledged).isEmpty();
        assertThat(second.progress().blocksUnchanged()).isEqualTo(60);
        assertThat(second.digest()).isEqualTo(first.digest());
    }

    @Test
    void inheritsDigestsOverGenerations() throws Exception {
        write(40 * BLOCK, 10);
        TransferResult second = increment(
                new ReadScope.Changed(List.of(new Extent(40L * BLOCK, 10))), TestBench.parent(first, "first"));
        write(41 * BLOCK, 10);
        bench.disk("d", "3", content.clone());
        bench.watched.acknowledged.clear();
        TransferResult third = bench.run(
                TestBench.request("third", "d", new ReadScope.WholeDisk(), TestBench.parent(second, "second")));
        assertThat(bench.watched.acknowledged).containsExactly(41);
        assertThat(bench.volume(third, content.length)).isEqualTo(content);
    }

    @Test
    void readsTheParentBackWhenItsJournalIsGone() throws Exception {
        bench.service().discard("first");
        write(3 * BLOCK, 1);
        Arrays.fill(content, 20 * BLOCK, 21 * BLOCK, (byte) 0);
        TransferResult second = increment(new ReadScope.WholeDisk(), TestBench.parent(first, ""));
        assertThat(bench.watched.reads).hasValue(1);
        assertThat(sorted(bench.watched.acknowledged)).containsExactly(3, 20);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
        assertThat(second.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
    }

    @Test
    void findsTheParentsJournalByTheSnapshot() throws Exception {
        write(3 * BLOCK, 1);
        increment(new ReadScope.WholeDisk(), TestBench.parent(first, ""));
        assertThat(bench.watched.reads).hasValue(0);
        assertThat(bench.watched.acknowledged).containsExactly(3);
    }

    @Test
    void comparesWithAnOlderCopyOfTheDisk() throws Exception {
        bench.service().discard("first");
        bench.disk("old", "1", content.clone());
        write(3 * BLOCK, 1);
        TransferResult second = increment(
                new ReadScope.WholeDisk(),
                new Parent.SnapshotOf(first.progress().snapshotId(), new SourceAddress("memory", "old")));
        assertThat(bench.watched.reads).hasValue(0);
        assertThat(bench.watched.acknowledged).containsExactly(3);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
    }

    @Test
    void putsTheOldTailOfAGrownDiskAgain() throws Exception {
        int before = content.length;
        content = Arrays.copyOf(content, before + 3 * BLOCK);
        Arrays.fill(content, before, before + 50, (byte) 9);
        content[content.length - 1] = 1;
        TransferResult second = increment(new ReadScope.Changed(List.of()), TestBench.parent(first, "first"));
        assertThat(sorted(bench.watched.acknowledged)).contains(BLOCKS - 1, BLOCKS + 2);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
        assertThat(second.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
    }

    @Test
    void findsTheGrowthWithoutTheParentsJournal() throws Exception {
        bench.service().discard("first");
        int before = content.length;
        content = Arrays.copyOf(content, before + 3 * BLOCK);
        Arrays.fill(content, before, content.length, (byte) 9);
        TransferResult second = increment(new ReadScope.Changed(List.of()), TestBench.parent(first, ""));
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
    }

    @Test
    void zeroesWhatAShrunkDiskLeavesBehind() throws Exception {
        content = Arrays.copyOf(content, 25 * BLOCK + 10);
        TransferResult second = increment(new ReadScope.WholeDisk(), TestBench.parent(first, "first"));
        byte[] volume = bench.volume(second, BLOCKS * BLOCK);
        assertThat(volume).startsWith(content);
        assertThat(Arrays.copyOfRange(volume, content.length, volume.length)).containsOnly(0);
    }

    @Test
    void writesEveryNewBlockOfAGrownEncryptedDisk() throws Exception {
        try (TestBench encrypted = new TestBench(home.resolve("e"), new InMemorySnapshots(LARGE, true))) {
            byte[] disk = new RandomDisk(2, 3 * LARGE + 10).content();
            encrypted.disk("d", "1", disk);
            TransferResult before = encrypted.run(TestBench.full("first", "d"));
            // beyond the first GiB, all of it zeros; the in-memory disk can't be that large
            encrypted.disks.put("d", () -> new SparseDisk("2", disk, (1L << 30) + LARGE + 10));
            encrypted.watched.acknowledged.clear();
            TransferResult after = encrypted.run(TestBench.request(
                    "second", "d", new ReadScope.Changed(List.of()), TestBench.parent(before, "first")));
            int perGib = (1 << 30) / LARGE;
            assertThat(sorted(encrypted.watched.acknowledged))
                    .hasSize(perGib)
                    .startsWith(perGib)
                    .endsWith(2 * perGib - 1);
            byte[] volume = encrypted.volume(after, 6 * LARGE);
            assertThat(volume).startsWith(disk);
            assertThat(Arrays.copyOfRange(volume, disk.length, volume.length)).containsOnly(0);
        }
    }

    @Test
    void readsAllWhenAnEncryptedParentIsNotWhollyKnown() throws Exception {
        try (TestBench encrypted = new TestBench(home.resolve("e"), new InMemorySnapshots(LARGE, true))) {
            byte[] head = new byte[4 * LARGE];
            head[LARGE] = 1;
            // so large that what the last GiB may have grown by does not reach the blocks that nobody knows
            long capacity = (1L << 30) + LARGE;
            String foreign = ForeignSnapshot.withOneBlock(
                    encrypted.kept, 1, Arrays.copyOfRange(head, LARGE, 2 * LARGE), capacity);
            encrypted.disks.put("d", () -> new SparseDisk("1", head, capacity));
            TransferResult result = encrypted.run(
                    TestBench.request("t", "d", new ReadScope.Changed(List.of()), new Parent.Snapshot(foreign, "")));
            assertThat(encrypted.volume(result, 8 * LARGE)).isEqualTo(Arrays.copyOf(head, 8 * LARGE));
            assertThat(encrypted.watched.acknowledged).doesNotContain(1);
        }
    }

    private void damageSlot(int index) throws IOException {
        Path digests = home.resolve("journal/first/digests");
        byte[] slots = Files.readAllBytes(digests);
        slots[40 * index] ^= 1;
        Files.write(digests, slots);
    }

    @Test
    void takesADamagedSlotOfTheParentForUnknownAndNotForZeros() throws Exception {
        damageSlot(20);
        Arrays.fill(content, 20 * BLOCK, 21 * BLOCK, (byte) 0);
        TransferResult second = increment(new ReadScope.WholeDisk(), TestBench.parent(first, "first"));
        assertThat(bench.watched.acknowledged).containsExactly(20);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
    }

    @Test
    void readsWhatADamagedSlotOfTheParentNoLongerTells() throws Exception {
        damageSlot(21);
        write(40 * BLOCK, 10);
        List<Extent> areas = List.of(new Extent(40L * BLOCK, 10));
        TransferResult second = increment(new ReadScope.Changed(areas), TestBench.parent(first, "first"));
        assertThat(sorted(bench.watched.acknowledged)).containsExactly(21, 40);
        assertThat(bench.volume(second, content.length)).isEqualTo(content);
        assertThat(second.digest()).isEqualTo(TestBlocks.linear(FullTransferTest.digests(content, BLOCK)));
    }

    @Test
    void putsTheZeroTailOfAnEncryptedSnapshotOnceInThreeGenerations() throws Exception {
        try (TestBench encrypted = new TestBench(home.resolve("e"), new InMemorySnapshots(LARGE, true))) {
            encrypted.disk("d", "1", new RandomDisk(2, 3 * LARGE + 10).content());
            TransferResult generation = encrypted.run(TestBench.full("g0", "d"));
            encrypted.watched.acknowledged.clear();
            for (int number = 1; number <= 2; number++) {
                Parent parent = TestBench.parent(generation, "g" + (number - 1));
                generation = encrypted.run(TestBench.request("g" + number, "d", new ReadScope.WholeDisk(), parent));
                assertThat(encrypted.watched.acknowledged).as("g%d", number).isEmpty();
            }
        }
    }
}
