package io.github.migrationconnector.diskstreaming.internal.journal;

/** What was decided about a block. The code is what stands on disk (docs/formats.md). */
public enum SlotKind {
    /** Nothing yet. */
    ABSENT(0),
    /** Put, and acknowledged by the target. */
    PUT(1),
    /** Zeros that were left out. */
    ZERO(2),
    /** Read, and equal to the parent's. */
    UNCHANGED(3),
    /** Not read; the parent's digest holds. */
    INHERITED(4);

    private final byte code;

    SlotKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** Whether anything was decided. */
    boolean decided() {
        return this != ABSENT;
    }

    /** The kind of a code; ABSENT for one that nobody wrote. */
    static SlotKind of(byte code) {
        for (SlotKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        return ABSENT;
    }
}
