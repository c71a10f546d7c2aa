package io.github.migrationconnector.diskstreaming.internal;

import static io.github.migrationconnector.diskstreaming.internal.TestBench.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.RandomDisk;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TargetAddress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.InMemorySnapshots;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
    private static final int BLOCKS = 100;

    @TempDir
    private Path home;

    private TestBench bench;
    private final byte[] content = new RandomDisk(1, BLOCKS * BLOCK - 9).content();
    private String snapshotId = "";

    @BeforeEach
    void fullFirst() throws Exception {
        bench = new TestBench(home);
        bench.disk("d", "1", content);
        TransferResult result = bench.run(TestBench.full("t", "d"));
        snapshotId = result.progress().snapshotId();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Verification verify(TestBench at, String id, VerifyRequest.Reference reference)
            throws InterruptedException {
        return at.service().verify(new VerifyRequest(new TargetAddress("memory", ""), id, reference), progress -> {});
    }

    private static VerifyRequest.Reference source(String disk) {
        return new VerifyRequest.Reference.Source(new SourceAddress("memory", disk));
    }

    @Test
    void agreesWithItsJournalAndItsSource() throws Exception {
        Verification byJournal = verify(bench, snapshotId, new VerifyRequest.Reference.Journal());
        assertThat(byJournal.equal()).isTrue();
        assertThat(byJournal.blocksCompared()).isEqualTo(BLOCKS);
        assertThat(verify(bench, snapshotId, source("d")).equal()).isTrue();
    }

    @Test
    void findsACorruptedBlock() throws Exception {
        bench.kept.corrupt(snapshotId, 17);
        bench.kept.corrupt(snapshotId, BLOCKS - 1);
        Verification byJournal = verify(bench, snapshotId, new VerifyRequest.Reference.Journal());
        assertThat(byJournal.firstDiffering()).containsExactly(17, BLOCKS - 1);
        assertThat(verify(bench, snapshotId, source("d")).firstDiffering()).containsExactly(17, BLOCKS - 1);
    }

    @Test
    void findsBytesBehindTheEndOfTheDisk() throws Exception {
        bench.kept.corrupt(snapshotId, BLOCKS + 5);
        assertThat(verify(bench, snapshotId, source("d")).firstDiffering()).containsExactly(BLOCKS + 5);
        assertThat(verify(bench, snapshotId, new VerifyRequest.Reference.Journal())
                        .firstDiffering())
                .containsExactly(BLOCKS + 5);
    }

    @Test
    void findsAByteThatTheSourceHasOtherwise() throws Exception {
        byte[] other = content.clone();
        other[40 * BLOCK] ^= 1;
        bench.disk("other", "1", other);
        assertThat(verify(bench, snapshotId, source("other")).firstDiffering()).containsExactly(40);
    }

    @Test
    void boundsItsExamples() throws Exception {
        byte[] other = new byte[400 * BLOCK];
        Arrays.fill(other, (byte) 1);
        bench.disk("other", "1", other);
        Verification verification = verify(bench, snapshotId, source("other"));
        assertThat(verification.differing()).isEqualTo(400);
        assertThat(verification.firstDiffering()).hasSize(100).isSorted().startsWith(0, 1, 2);
    }

    @Test
    void wantsAJournal() {
        bench.service().discard("t");
        assertThatThrownBy(() -> verify(bench, snapshotId, new VerifyRequest.Reference.Journal()))
                .hasMessageContaining("JOURNAL_NOT_FOUND");
    }

    @Test
    void readsNothingBackWithoutAJournal() {
        bench.service().discard("t");
        Set<TransferStage> stages = EnumSet.noneOf(TransferStage.class);
        VerifyRequest request =
                new VerifyRequest(new TargetAddress("memory", ""), snapshotId, new VerifyRequest.Reference.Journal());
        assertThatThrownBy(() -> bench.service().verify(request, progress -> stages.add(progress.stage())))
                .hasMessageContaining("JOURNAL_NOT_FOUND");
        assertThat(stages).doesNotContain(TransferStage.STREAMING);
    }

    @Test
    void takesNoAbsentBlockOfAnEncryptedSnapshotForZeros() throws Exception {
        int large = 512 * 1024;
        try (TestBench encrypted = new TestBench(home.resolve("e"), new InMemorySnapshots(large, true))) {
            byte[] disk = new byte[2 * large];
            disk[0] = 1;
            String foreign = ForeignSnapshot.withOneBlock(encrypted.kept, 0, Arrays.copyOf(disk, large), disk.length);
            encrypted.disk("d", "1", disk);
            assertThat(verify(encrypted, foreign, source("d")).firstDiffering()).contains(1);
        }
    }
}
