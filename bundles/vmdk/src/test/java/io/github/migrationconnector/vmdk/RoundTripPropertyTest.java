package io.github.migrationconnector.vmdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.StrictSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What the writer writes, the readers read, whatever the disk and whatever the areas. */
class RoundTripPropertyTest {
    private static final int GRAIN = StreamOptimizedWriter.GRAIN_BYTES;

    /** A disk whose grains are zeros, text-like or noise by turns. */
    private static byte[] content(int sectors, List<Integer> kinds) {
        byte[] content = new byte[sectors * 512];
        for (int at = 0; at < content.length; at++) {
            int kind = kinds.get(at / GRAIN % kinds.size());
            content[at] = (byte) (kind == 0 ? 0 : kind == 1 ? at / 512 % 7 + 'a' : (at * 0x9E3779B1) >>> 13);
        }
        return content;
    }

    @Property(tries = 60, seed = "20260104")
    void streamOptimizedComesBackAsItWas(
            @ForAll @IntRange(min = 1, max = 3000) int sectors,
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 2) Integer> kinds)
            throws Exception {
        byte[] content = content(sectors, kinds);
        byte[] file = StreamOptimizedWriterTest.written(content);
        Extent whole = new Extent(0, content.length);
        assertThat(streamed(file, content.length, List.of(whole))).isEqualTo(content);
        assertThat(byDirectory(file, content.length, List.of(whole))).isEqualTo(content);
    }

    @Property(tries = 60, seed = "20260105")
    void areasComeBackAndNothingElse(
            @ForAll @IntRange(min = 400, max = 3000) int sectors,
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 2) Integer> kinds,
            @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 200_000) Long> steps)
            throws Exception {
        byte[] content = content(sectors, kinds);
        byte[] expected = new byte[content.length];
        List<Extent> areas = new ArrayList<>();
        long offset = 0;
        for (int at = 0; at + 1 < steps.size(); at += 2) {
            long from = offset + steps.get(at);
            long to = from + 1 + steps.get(at + 1);
            if (to > content.length) {
                break;
            }
            areas.add(new Extent(from, to - from));
            System.arraycopy(content, (int) from, expected, (int) from, (int) (to - from));
            offset = to;
        }
        byte[] file = StreamOptimizedWriterTest.written(content);
        assertThat(streamed(file, content.length, areas)).isEqualTo(expected);
        assertThat(byDirectory(file, content.length, areas)).isEqualTo(expected);
    }

    @Property(tries = 40, seed = "20260106")
    void oneFlippedByteIsNeverReadAsAnotherDisk(
            @ForAll @IntRange(min = 1, max = 600) int sectors, @ForAll @IntRange(max = 1_000_000) int place)
            throws Exception {
        byte[] content = content(sectors, List.of(2, 1));
        byte[] file = StreamOptimizedWriterTest.written(content);
        // behind the header, the descriptor and the padding: grains carry checksums
        int first = 128 * 512 + DeflatedGrain.MARKER_BYTES;
        file[first + place % 60] ^= 0x10;
        try {
            assertThat(Arrays.equals(streamed(file, content.length, List.of(new Extent(0, content.length))), content))
                    .isTrue();
        } catch (io.github.migrationconnector.api.problem.ConnectorException refused) {
            assertThat(refused.problem().code()).isEqualTo("VMDK_DAMAGED");
        }
    }

    private static byte[] streamed(byte[] file, int length, List<Extent> areas) throws InterruptedException {
        try (GrainStream stream = GrainStream.open(GrainStreamTest.stream(file), "a.vmdk")) {
            StrictSink sink = new StrictSink(length, 1 << 17, false);
            stream.copyTo(areas, sink);
            sink.finish();
            return sink.content();
        }
    }

    private static byte[] byDirectory(byte[] file, int length, List<Extent> areas) throws InterruptedException {
        try (VmdkLink link = VmdkLink.open(new BytesInMemory(file), "a.vmdk", name -> new BytesInMemory(file))) {
            StrictSink sink = new StrictSink(length, 1 << 17, false);
            new VmdkDisk(List.of(link.layer())).forEachExtent(areas, sink);
            sink.finish();
            return sink.content();
        }
    }
}
