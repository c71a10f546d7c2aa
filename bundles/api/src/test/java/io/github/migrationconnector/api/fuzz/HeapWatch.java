package io.github.migrationconnector.api.fuzz;

/**
 * Sees a fuzz target that keeps memory: what is in use after a collection may not grow by more than {@link #GROWTH_MIB} over
 * what it was at first. Prints how much it grew whenever that is more than ever before. Used by one thread.
 */
public final class HeapWatch {
    /** How much more than at first may be in use. */
    public static final int GROWTH_MIB = 64;

    /** The whole heap of a search: what Jazzer itself needs, and the growth; who wants more at once fails, too. */
    static final int HEAP_MIB = 128;

    private static final int FIRST_EXECUTIONS = 2_000;
    private static final int EVERY_EXECUTIONS = 50_000;

    private long executions;
    private long firstBytes;
    private long mostKib;

    /** To be called once an execution. */
    public void executed() {
        executions++;
        if (executions == FIRST_EXECUTIONS) {
            firstBytes = usedBytes();
        } else if (executions % EVERY_EXECUTIONS == 0) {
            check(usedBytes() - firstBytes);
        }
    }

    private void check(long growthBytes) {
        if (growthBytes > (long) GROWTH_MIB << 20) {
            throw new AssertionError("the heap grew from " + firstBytes + " by " + growthBytes + " bytes in "
                    + executions + " executions");
        }
        if (growthBytes >> 10 > mostKib) {
            mostKib = growthBytes >> 10;
            System.err.println("heap: " + mostKib + " KiB more than at first after " + executions + " executions");
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
