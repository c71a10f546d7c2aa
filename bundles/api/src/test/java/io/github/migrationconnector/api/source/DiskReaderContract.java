package io.github.migrationconnector.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What every {@link DiskReader} does. An adapter's test extends it and says how a disk comes to be. */
public abstract class DiskReaderContract {
    private static final int ROOM_BYTES = 64 * 1024;
    private static final int ODD_UNITS = 2_049;

    /**
     * Makes a disk.
     *
     * @return opens it, each time anew, with the same identity
     */
    protected abstract Supplier<DiskReader> disk(RandomDisk disk) throws Exception;

    /** Of what the capacities of these disks are multiples: sectors, or single bytes. */
    protected int capacityUnitBytes() {
        return 512;
    }

    private RandomDisk sample(int seed) {
        return new RandomDisk(seed, Math.max(1_049_089 / capacityUnitBytes(), ODD_UNITS) * capacityUnitBytes());
    }

    @Test
    void tellsTheCapacity() throws Exception {
        RandomDisk disk = sample(1);
        try (DiskReader reader = disk(disk).get()) {
            assertThat(reader.description().capacityBytes()).isEqualTo(disk.capacityBytes());
        }
    }

    @Test
    void isTheSameDiskWhenOpenedAgain() throws Exception {
        Supplier<DiskReader> disk = disk(sample(2));
        try (DiskReader first = disk.get();
                DiskReader second = disk.get()) {
            assertThat(second.description()).isEqualTo(first.description());
        }
    }

    @Test
    void deliversEveryByteOnce() throws Exception {
        RandomDisk disk = sample(3);
        try (DiskReader reader = disk(disk).get()) {
            StrictSink sink =
                    read(reader, disk, reader.wholeDisk(), new StrictSink(disk.capacityBytes(), ROOM_BYTES, true));
            assertThat(sink.delivered()).containsExactly(new Extent(0, disk.capacityBytes()));
            assertThat(sink.content()).isEqualTo(disk.content());
        }
    }

    @Test
    void fillsSmallRooms() throws Exception {
        RandomDisk disk = sample(4);
        try (DiskReader reader = disk(disk).get()) {
            StrictSink sink =
                    read(reader, disk, reader.wholeDisk(), new StrictSink(disk.capacityBytes(), 1_009, false));
            assertThat(sink.content()).isEqualTo(disk.content());
        }
    }

    @Test
    void deliversNothingButTheAreas() throws Exception {
        RandomDisk disk = sample(5);
        List<Extent> areas = List.of(
                new Extent(0, 1),
                new Extent(513, 70_001),
                new Extent(200_000, 100_000),
                new Extent(disk.capacityBytes() - 1, 1));
        try (DiskReader reader = disk(disk).get()) {
            StrictSink sink = read(reader, disk, areas, new StrictSink(disk.capacityBytes(), ROOM_BYTES, true));
            assertThat(sink.delivered()).isEqualTo(areas);
            for (Extent area : areas) {
                byte[] got = new byte[(int) area.lengthBytes()];
                System.arraycopy(sink.content(), (int) area.offsetBytes(), got, 0, got.length);
                assertThat(got).as("%s", area).isEqualTo(disk.content(area));
            }
        }
    }

    @Test
    void readsNothingForNoAreas() throws Exception {
        RandomDisk disk = sample(6);
        try (DiskReader reader = disk(disk).get()) {
            assertThat(read(reader, disk, List.of(), new StrictSink(disk.capacityBytes(), ROOM_BYTES, true))
                            .delivered())
                    .isEmpty();
        }
    }

    @Test
    void readsAgainAfterAFirstReading() throws Exception {
        RandomDisk disk = sample(7);
        try (DiskReader reader = disk(disk).get()) {
            for (int time = 0; time < 2; time++) {
                StrictSink sink =
                        read(reader, disk, reader.wholeDisk(), new StrictSink(disk.capacityBytes(), ROOM_BYTES, true));
                assertThat(sink.content()).isEqualTo(disk.content());
            }
        }
    }

    @Test
    void asksForAreasWhenItNeedsThem() throws Exception {
        RandomDisk disk = sample(8);
        List<Extent> areas = new ArrayList<>();
        for (long offset = 0; offset + 512 <= disk.capacityBytes(); offset += 1024) {
            areas.add(new Extent(offset, 512));
        }
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger askedAtFirstByte = new AtomicInteger();
        StrictSink sink = new StrictSink(disk.capacityBytes(), ROOM_BYTES, true)
                .atFirstCall(() -> askedAtFirstByte.set(asked.get()));
        try (DiskReader reader = disk(disk).get()) {
            read(reader, disk, counted(areas, asked), sink);
        }
        assertThat(sink.delivered()).isEqualTo(areas);
        assertThat(askedAtFirstByte.get()).isPositive().isLessThan(areas.size() / 2);
    }

    @Test
    void refusesAreasOutsideOfTheDisk() throws Exception {
        RandomDisk disk = sample(9);
        assertRefused(disk, List.of(new Extent(disk.capacityBytes() - 10, 11)));
        assertRefused(disk, List.of(new Extent(disk.capacityBytes(), 1)));
    }

    @Test
    void refusesAreasThatDescendOrOverlap() throws Exception {
        RandomDisk disk = sample(10);
        assertRefused(disk, List.of(new Extent(4096, 512), new Extent(0, 512)));
        assertRefused(disk, List.of(new Extent(0, 4096), new Extent(4095, 512)));
    }

    @Test
    void stopsWhenTheSinkStops() throws Exception {
        RandomDisk disk = sample(11);
        ExtentSink stopping = new ExtentSink() {
            @Override
            public java.nio.ByteBuffer room(long offsetBytes, long lengthBytes) throws InterruptedException {
                throw new InterruptedException("planted");
            }

            @Override
            public void zeros(long offsetBytes, long lengthBytes) throws InterruptedException {
                throw new InterruptedException("planted");
            }
        };
        try (DiskReader reader = disk(disk).get()) {
            assertThatThrownBy(() -> reader.forEachExtent(reader.wholeDisk(), stopping))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("planted");
        }
    }

    @Test
    void stopsWhenItsThreadIsInterrupted() throws Exception {
        RandomDisk disk = sample(12);
        StrictSink sink = new StrictSink(disk.capacityBytes(), 4_096, true)
                .atFirstCall(() -> Thread.currentThread().interrupt());
        try (DiskReader reader = disk(disk).get()) {
            assertThatThrownBy(() -> reader.forEachExtent(reader.wholeDisk(), sink))
                    .isInstanceOf(InterruptedException.class);
        } finally {
            assertThat(Thread.interrupted())
                    .as("the interrupt is told by the exception, not left on the thread")
                    .isFalse();
        }
    }

    @Test
    void closesMoreThanOnce() throws Exception {
        DiskReader reader = disk(sample(13)).get();
        reader.close();
        assertThatCode(reader::close).doesNotThrowAnyException();
    }

    @Test
    void readsNothingOnceClosed() throws Exception {
        RandomDisk disk = sample(14);
        DiskReader reader = disk(disk).get();
        reader.close();
        assertThatThrownBy(() -> reader.forEachExtent(
                        List.of(new Extent(0, disk.capacityBytes())),
                        new StrictSink(disk.capacityBytes(), ROOM_BYTES, true)))
                .isInstanceOf(RuntimeException.class);
    }

    private void assertRefused(RandomDisk disk, List<Extent> areas) throws Exception {
        try (DiskReader reader = disk(disk).get()) {
            assertThatThrownBy(
                            () -> reader.forEachExtent(areas, new StrictSink(disk.capacityBytes(), ROOM_BYTES, true)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static StrictSink read(DiskReader reader, RandomDisk disk, Iterable<Extent> areas, StrictSink sink)
            throws InterruptedException {
        assertThat(reader.description().capacityBytes()).isEqualTo(disk.capacityBytes());
        reader.forEachExtent(areas, sink);
        sink.finish();
        return sink;
    }

    private static Iterable<Extent> counted(List<Extent> areas, AtomicInteger asked) {
        return () -> {
            Iterator<Extent> all = areas.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public Extent next() {
                    asked.incrementAndGet();
                    return all.next();
                }
            };
        };
    }
}
