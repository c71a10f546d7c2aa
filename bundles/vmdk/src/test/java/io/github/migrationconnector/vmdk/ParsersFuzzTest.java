package io.github.migrationconnector.vmdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.migrationconnector.api.fuzz.HeapWatch;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.api.source.StrictSink;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One target a parser: whatever comes, it answers or refuses with a problem of its own. Here only the kept inputs are gone
 * over; {@link FuzzSearchTest} searches for new ones.
 */
class ParsersFuzzTest {
    private static final int MOST_BYTES_READ = 1 << 17;

    private static final int MOST_BYTES_INFLATED = 1 << 12;

    private static final InflaterOfTheJdk INFLATER = new InflaterOfTheJdk();

    private static final HeapWatch HEAP = new HeapWatch();

    @FuzzTest(maxDuration = "10s")
    void descriptor(byte[] input) {
        HEAP.executed();
        try {
            DescriptorParser.parse(input);
        } catch (ConnectorException refused) {
            requireOwn(refused);
        }
    }

    @FuzzTest(maxDuration = "10s")
    void hostedSparse(byte[] input) throws InterruptedException {
        HEAP.executed();
        read(input, name -> {
            throw io.github.migrationconnector.api.problem.Problem.fatal("VMDK_NOT_THERE", name, "")
                    .asException();
        });
    }

    @FuzzTest(maxDuration = "10s")
    void cowd(byte[] input) throws InterruptedException {
        HEAP.executed();
        read(delta("VMFSSPARSE"), name -> new BytesInMemory(input));
    }

    @FuzzTest(maxDuration = "10s")
    void seSparse(byte[] input) throws InterruptedException {
        HEAP.executed();
        read(delta("SESPARSE"), name -> new BytesInMemory(input));
    }

    @FuzzTest(maxDuration = "10s")
    void grainStream(byte[] input) throws InterruptedException {
        HEAP.executed();
        try (GrainStream stream = GrainStream.open(GrainStreamTest.stream(input), "fuzzed")) {
            int length = (int) Math.min(stream.capacityBytes(), MOST_BYTES_READ);
            StrictSink sink = new StrictSink(length, 1 << 16, false);
            stream.copyTo(List.of(new Extent(0, length)), sink);
            sink.finish();
        } catch (ConnectorException refused) {
            requireOwn(refused);
        }
    }

    /** Besides that it refuses with nothing else: it must agree with zlib. */
    @FuzzTest(maxDuration = "10s")
    void inflater(byte[] input) {
        HEAP.executed();
        INFLATER.agreesOn(input, MOST_BYTES_INFLATED);
    }

    private static byte[] delta(String type) {
        return ("# Disk DescriptorFile\nCID=1\nRW 8192 " + type + " \"a\"\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void read(byte[] file, ExtentFiles extents) throws InterruptedException {
        try (VmdkLink link = VmdkLink.open(new BytesInMemory(file), "fuzzed", extents)) {
            VmdkDisk disk = new VmdkDisk(List.of(link.layer()));
            int length = (int) Math.min(disk.capacityBytes(), MOST_BYTES_READ);
            StrictSink sink = new StrictSink(length, 1 << 16, false);
            disk.forEachExtent(List.of(new Extent(0, length)), sink);
            sink.finish();
        } catch (ConnectorException refused) {
            requireOwn(refused);
        }
    }

    private static void requireOwn(ConnectorException refused) {
        if (!refused.problem().code().startsWith("VMDK_")) {
            throw new AssertionError("refused for another reason", refused);
        }
    }
}
