package io.github.migrationconnector.vmdk;

/** Finds grains: a directory of tables, as each sparse format has it. */
interface GrainDirectory {
    /** The grain is not in this file. */
    long ABSENT = 0;

    /** The grain reads as zeros. */
    long ZEROS = 1;

    GrainShape shape();

    /**
     * How far an {@link #ABSENT} grain's neighbours are {@link #ABSENT}, too: all of its table when there is none, else as far as
     * its entries are seen at once.
     *
     * @param grain an absent one
     * @return a number of grains, this one counted, within its table
     */
    int absentFrom(long grain) throws InterruptedException;

    /** Where in the file a grain begins, in bytes, never below 512; or {@link #ABSENT}, {@link #ZEROS}. */
    long find(long grain) throws InterruptedException;
}
