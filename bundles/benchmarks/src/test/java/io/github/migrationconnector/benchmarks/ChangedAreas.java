package io.github.migrationconnector.benchmarks;

import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.DeltaAreas;
import io.github.migrationconnector.vmdk.VmdkChain;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What changed between a base of 256 GiB and one delta, from the delta's 16 MiB of tables. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class ChangedAreas {
    private static final long CAPACITY = 256L << 30;
    private static final int GRAINS = (int) (CAPACITY >> 16);

    /** One grain of so many has changed. */
    @Param({"32", "4096"})
    private int oneIn;

    private DiskInMemory base;
    private DiskInMemory delta;

    /** Makes the delta. */
    @Setup
    public void make() {
        byte[] text =
                ("# Disk DescriptorFile\nCID=1\nRW " + CAPACITY / 512 + " ZERO\n").getBytes(StandardCharsets.US_ASCII);
        base = new DiskInMemory(text, text.length);
        SparseFile sparse = new SparseFile(CAPACITY, 1, true);
        for (int grain = 0; grain < GRAINS; grain += oneIn) {
            sparse.store(grain);
        }
        delta = sparse.file();
    }

    /** Opens both links and goes over the tables. */
    @Benchmark
    public List<Extent> between() throws InterruptedException {
        VmdkLink below = VmdkLink.open(base, "base", name -> base);
        VmdkLink above = VmdkLink.open(delta, "delta", name -> delta);
        try (VmdkChain now = new VmdkChain(List.of(below, above))) {
            return DeltaAreas.between(new VmdkChain(List.of(below)), now, 1, 65_536);
        }
    }
}
