package io.github.migrationconnector.diskstreaming.internal.journal;

import java.util.Map;
import java.util.Optional;

/** Where one transfer's journal lies. Failures are told as UncheckedIOException. */
public interface JournalFiles {
    /** Opens a file of slots, an empty one when there was none. */
    SlotFile slots(String name);

    /** Reads a small file, when it is there. */
    Optional<Map<String, String>> read(String name);

    /** Writes a small file: whole or not at all, and on disk when the call returns. */
    void write(String name, Map<String, String> values);

    /** Removes everything. */
    void clear();
}
