package io.github.migrationconnector.vmdk;

/** Finds grains: a directory of tables, as each sparse format has it. */
interface GrainDirectory {
    /** The grain is not in this file. */
    long ABSENT = 0;

    /** The grain reads as zeros. */
    long ZEROS = 1;

    GrainShape shape();

    /** Whether a table exists; without one all of its grains are {@link #ABSENT}. */
    boolean hasTable(long table) throws InterruptedException;

    /** Where in the file a grain begins, in bytes, never below 512; or {@link #ABSENT}, {@link #ZEROS}. */
    long find(long grain) throws InterruptedException;
}
