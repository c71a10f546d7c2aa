package io.github.migrationconnector.api.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every place does that keeps snapshots as EBS does: written, read back, with parents. An adapter's test extends it
 * and gives an empty place.
 */
public abstract class SnapshotWriterContract extends SnapshotReadContract {
    private static SnapshotSpec child(String token, long capacityBytes, String parentId) {
        return new SnapshotSpec(token, capacityBytes, new Lineage.ChildOf(parentId), "a child", Map.of());
    }

    @Test
    void inheritsWhatIsNotPut() throws Exception {
        String parent = written(spec("parent-1"), Map.of(0, 1L, 3, 2L, 9, 3L));
        String child = written(child("child-1", CAPACITY_BYTES, parent), Map.of(3, 4L, 5, 5L));
        assertHolds(child, Map.of(0, 1L, 3, 4L, 5, 5L, 9, 3L));
        assertHolds(parent, Map.of(0, 1L, 3, 2L, 9, 3L));
    }

    @Test
    void inheritsThroughGenerations() throws Exception {
        String first = written(spec("parent-2"), Map.of(0, 1L, 1, 2L, 2, 3L));
        String second = written(child("child-2a", CAPACITY_BYTES, first), Map.of(1, 4L));
        String third = written(child("child-2b", CAPACITY_BYTES, second), Map.of(2, 5L));
        assertHolds(third, Map.of(0, 1L, 1, 4L, 2, 5L));
    }

    @Test
    void inheritsAllWhenNothingIsPut() throws Exception {
        String parent = written(spec("parent-3"), Map.of(0, 1L, 3, 2L));
        assertHolds(written(child("child-3", CAPACITY_BYTES, parent), Map.of()), Map.of(0, 1L, 3, 2L));
    }

    @Test
    void keepsAChildWholeWhenItsParentIsDeleted() throws Exception {
        String parent = written(spec("parent-4"), Map.of(0, 1L, 3, 2L));
        String child = written(child("child-4", CAPACITY_BYTES, parent), Map.of(3, 3L));
        snapshots().delete(parent);
        assertThat(snapshots().state(parent)).isEmpty();
        assertHolds(child, Map.of(0, 1L, 3, 3L));
    }

    @Test
    void growsWithAChild() throws Exception {
        long twoGib = 2L << 30;
        String parent = written(spec("parent-5"), Map.of(0, 1L));
        int blockSize;
        try (SnapshotReader reader = snapshots().read(parent)) {
            blockSize = reader.snapshot().blockSizeBytes();
        }
        int last = (int) (twoGib / blockSize) - 1;
        String child = written(child("child-5", twoGib, parent), Map.of(last, 2L));
        assertHolds(child, Map.of(0, 1L, last, 2L));
        try (SnapshotReader reader = snapshots().read(child)) {
            assertThat(reader.volumeSizeBytes()).isEqualTo(twoGib);
        }
    }

    @Test
    void refusesAChildThatIsSmaller() throws Exception {
        SnapshotSpec large = new SnapshotSpec(
                "parent-6", (1L << 30) + 1, new Lineage.Full(new Encryption.None()), "two GiB", Map.of());
        String parent = written(large, Map.of(0, 1L));
        assertThatThrownBy(() -> snapshots().start(child("child-6", CAPACITY_BYTES, parent)))
                .satisfies(SnapshotPutContract::isFinal);
    }

    @Test
    void refusesAParentThatIsPending() throws Exception {
        try (SnapshotWriter parent = snapshots().start(spec("parent-7"))) {
            SnapshotSpec child =
                    child("child-7", CAPACITY_BYTES, parent.snapshot().snapshotId());
            assertThatThrownBy(() -> snapshots().start(child)).satisfies(SnapshotPutContract::isFinal);
        }
    }

    @Test
    void refusesAParentThatIsDeleted() throws Exception {
        String parent = written(spec("parent-8"), Map.of(0, 1L));
        snapshots().delete(parent);
        assertThatThrownBy(() -> snapshots().start(child("child-8", CAPACITY_BYTES, parent)))
                .satisfies(SnapshotPutContract::isFinal);
    }
}
