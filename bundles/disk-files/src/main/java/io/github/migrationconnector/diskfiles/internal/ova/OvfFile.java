package io.github.migrationconnector.diskfiles.internal.ova;

import java.util.Objects;

/**
 * A file that an OVF descriptor refers to, and how it was packed. Format: DMTF DSP0243, "References".
 *
 * @param name as the descriptor says; empty for none
 * @param gzip whether it was compressed as a whole (RFC 1952)
 * @param chunkBytes the size of its chunks, the last one's apart, which are cut after the compression; 0 when it is in one
 */
public record OvfFile(String name, boolean gzip, long chunkBytes) {
    /** Of a disk that is created empty. */
    public static final OvfFile NONE = new OvfFile("", false, 0);

    public OvfFile {
        Objects.requireNonNull(name, "name");
        if (chunkBytes < 0) {
            throw new IllegalArgumentException("chunks of " + chunkBytes + " bytes");
        }
    }

    /** The name of a chunk: nine decimal digits are put behind the file's. */
    String chunk(int number) {
        return "%s.%09d".formatted(name, number);
    }
}
