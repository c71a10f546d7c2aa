package io.github.migrationconnector.diskstreaming.internal.journal;

/** A file of slots. Safe for use by several threads. Failures are told as UncheckedIOException. */
public interface SlotFile extends AutoCloseable {
    /** Writes bytes at a place; what lies between is zeros. */
    void write(long offsetBytes, byte[] bytes, int lengthBytes);

    /** Fills as much of the page as the file has from a place on; the rest of the page becomes zeros. */
    void read(long offsetBytes, byte[] page);

    /** Returns when everything written so far is on disk. */
    void force();

    /** Never throws. */
    @Override
    void close();
}
