package io.github.migrationconnector.vmdk;

import java.nio.charset.StandardCharsets;

/** What a file with the name of a VMDK is, by its first bytes. */
public enum FileKind {
    /** A text that describes a disk. */
    DESCRIPTOR(DescriptorParser.FIRST_LINE, "a descriptor"),
    /** Hosted sparse or stream-optimized: VMware, Virtual Disk Format 5.0, SparseExtentHeader.magicNumber. */
    HOSTED_SPARSE("KDMV", "a hosted sparse or stream-optimized file"),
    /** ESX's sparse extents: Virtual Disk Format 5.0, COWDisk_Header.magicNumber. */
    COWD("COWD", "an ESX sparse file (COWD)"),
    /** ESXi's space-efficient sparse files: 0xcafebabe in 8 bytes, little endian. */
    SESPARSE("\u00be\u00ba\u00fe\u00ca\0\0\0\0", "a space-efficient sparse file (SEsparse)"),
    /** Anything else: the bytes of a flat extent, or no disk at all. */
    OTHER("", "a file without a known header");

    /** How many bytes {@link #of} wants to see. */
    public static final int PROBE_BYTES = 64;

    private final String magic;
    private final String words;

    FileKind(String magic, String words) {
        this.magic = magic;
        this.words = words;
    }

    /** For a message. */
    public String words() {
        return words;
    }

    /**
     * Tells what a file is.
     *
     * @param firstBytes the first {@link #PROBE_BYTES} of it, fewer when it is shorter
     */
    public static FileKind of(byte[] firstBytes) {
        String first = new String(firstBytes, StandardCharsets.ISO_8859_1);
        for (FileKind kind : values()) {
            if (kind != OTHER && first.startsWith(kind.magic)) {
                return kind;
            }
        }
        return OTHER;
    }
}
