package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.source.Extent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class DeltaAreasTest {
    private static final int UNIT = 4096;

    /** A delta whose grains are as a function says. */
    private record Grains(long capacityBytes, LongFunction<Run.Kind> kinds) implements DiskLayer {
        @Override
        public Run at(long offsetBytes, long lengthBytes) {
            long end = (offsetBytes / UNIT + 1) * UNIT;
            return new Run(kinds.apply(offsetBytes / UNIT), Math.min(lengthBytes, end - offsetBytes));
        }

        @Override
        public void read(long offsetBytes, ByteBuffer destination) {
            throw new AssertionError("tables are enough");
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static VmdkLink link(long id, long parent, long units, LongFunction<Run.Kind> kinds) {
        VmdkDescriptor descriptor = new VmdkDescriptor(
                id,
                parent,
                "",
                "test",
                List.of(new VmdkExtent(ExtentType.ZERO, units * UNIT / VmdkExtent.SECTOR_BYTES, "", 0)),
                Map.of());
        return new VmdkLink(descriptor, new Grains(units * UNIT, kinds));
    }

    private static LongFunction<Run.Kind> only(Run.Kind kind, long... units) {
        return unit -> Arrays.stream(units).anyMatch(one -> one == unit) ? kind : Run.Kind.ABSENT;
    }

    private static final VmdkLink BASE = link(1, VmdkDescriptor.NO_PARENT, 100, unit -> Run.Kind.STORED);

    @Test
    void joinsWhatDeltasHoldAndWhatTheyZeroed() throws Exception {
        VmdkLink first = link(2, 1, 100, only(Run.Kind.STORED, 1, 2, 50));
        VmdkLink second = link(3, 2, 100, only(Run.Kind.ZEROS, 3, 99));
        VmdkChain before = new VmdkChain(List.of(BASE));
        VmdkChain now = new VmdkChain(List.of(BASE, first, second));
        assertThat(DeltaAreas.between(before, now, 1, UNIT))
                .containsExactly(new Extent(UNIT, 3 * UNIT), new Extent(50 * UNIT, UNIT), new Extent(99 * UNIT, UNIT));
        assertThat(DeltaAreas.between(new VmdkChain(List.of(BASE, first)), now, 2, UNIT))
                .containsExactly(new Extent(3 * UNIT, UNIT), new Extent(99 * UNIT, UNIT));
        assertThat(DeltaAreas.between(now, now, 3, UNIT)).isEmpty();
    }

    @Test
    void looksAtBothSiblingsAfterARevert() throws Exception {
        VmdkChain before = new VmdkChain(List.of(BASE, link(2, 1, 100, only(Run.Kind.STORED, 10))));
        VmdkChain now = new VmdkChain(List.of(BASE, link(3, 1, 100, only(Run.Kind.STORED, 20))));
        assertThat(DeltaAreas.between(before, now, 1, UNIT))
                .containsExactly(new Extent(10 * UNIT, UNIT), new Extent(20 * UNIT, UNIT));
    }

    @Test
    void reportsWhatADiskHasGrownBy() throws Exception {
        VmdkChain before = new VmdkChain(List.of(BASE));
        VmdkChain now = new VmdkChain(List.of(BASE, link(2, 1, 130, only(Run.Kind.STORED, 0))));
        assertThat(DeltaAreas.between(before, now, 1, UNIT))
                .containsExactly(new Extent(0, UNIT), new Extent(100 * UNIT, 30 * UNIT));
    }

    @Test
    void widensToUnits() throws Exception {
        VmdkChain before = new VmdkChain(List.of(BASE));
        VmdkChain now = new VmdkChain(List.of(BASE, link(2, 1, 100, only(Run.Kind.STORED, 1, 99))));
        assertThat(DeltaAreas.between(before, now, 1, 4 * UNIT))
                .containsExactly(new Extent(0, 4 * UNIT), new Extent(96 * UNIT, 4 * UNIT));
    }

    @Test
    void boundsTheListByCoarserAreas() throws Exception {
        long units = 4L * DeltaAreas.MAX_AREAS + 2;
        VmdkLink base = link(1, VmdkDescriptor.NO_PARENT, units, unit -> Run.Kind.STORED);
        VmdkLink delta = link(2, 1, units, unit -> unit % 2 == 0 ? Run.Kind.STORED : Run.Kind.ABSENT);
        List<Extent> areas =
                DeltaAreas.between(new VmdkChain(List.of(base)), new VmdkChain(List.of(base, delta)), 1, UNIT);
        assertThat(areas).hasSizeLessThanOrEqualTo(DeltaAreas.MAX_AREAS);
        assertThat(areas.get(0).offsetBytes()).isZero();
        assertThat(areas.get(areas.size() - 1).endBytes()).isEqualTo(units * UNIT);
    }

    @Test
    void refusesChainsThatDoNotShareTheirBase() {
        VmdkChain before = new VmdkChain(List.of(BASE));
        VmdkChain other = new VmdkChain(List.of(link(9, VmdkDescriptor.NO_PARENT, 100, unit -> Run.Kind.STORED)));
        assertThatThrownBy(() -> DeltaAreas.between(before, other, 1, UNIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeltaAreas.between(before, before, 0, UNIT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
