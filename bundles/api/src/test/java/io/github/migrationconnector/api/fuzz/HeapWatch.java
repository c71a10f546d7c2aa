package io.github.migrationconnector.api.fuzz;

/**
 * Sees a fuzz target that keeps memory: what is in use after a collection may not grow by more than {@link #GROWTH_MIB} over
 * what it was at first. Used by one thread.
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

    /** To be called once an execution. */
    public void executed() {
        executions++;
        if (executions == FIRST_EXECUTIONS) {
            firstBytes = usedBytes();
        } else if (executions % EVERY_EXECUTIONS == 0 && usedBytes() - firstBytes > (long) GROWTH_MIB << 20) {
            throw new AssertionError("the heap grew from " + firstBytes + " to " + usedBytes() + " bytes in "
                    + executions + " executions");
        }
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
