package io.github.migrationconnector.benchmarks;

import io.github.migrationconnector.api.source.DiskLayout;
import io.github.migrationconnector.vmdk.VmdkDisk;
import io.github.migrationconnector.vmdk.VmdkLink;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A sparse disk of 16 TiB with all of its tables, 2 GiB of zeros: opened, and gone over. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 3)
public class SparseTables {
    private final DiskInMemory file = new SparseFile(16L << 40, 0xFFFF_FFFFL, false).file();

    /** Header, descriptor, nothing else. */
    @Benchmark
    public long open() throws InterruptedException {
        try (VmdkLink link = VmdkLink.open(file, "a", name -> file)) {
            return link.layer().capacityBytes();
        }
    }

    /** What {@code inspect} asks for: each entry of each table. */
    @Benchmark
    public DiskLayout goOver() throws InterruptedException {
        try (VmdkLink link = VmdkLink.open(file, "a", name -> file)) {
            return new VmdkDisk(List.of(link.layer())).layout(List.of(), List.of());
        }
    }
}
