package io.github.migrationconnector.access.internal.audit;

import io.github.migrationconnector.api.audit.AuditAnchor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The newest record's number and hash, beside the trail: lines that were cut off at its end while nobody ran are missed by it.
 * Always of one length and written in place, so that a full disk can't keep it from being written. The first one is forced to
 * the disk, since its absence is a finding; later ones are not: after a power cut it may be older than the trail, which proves
 * less and nothing wrong. No channel, for the reason that {@link AuditFile} has none.
 */
final class AnchorFile implements AutoCloseable {
    private static final String NAME = "head";
    private static final int DIGITS = 18;
    private static final int BYTES = DIGITS + 1 + 64 + 1;

    private final RandomAccessFile content;
    private final Optional<AuditAnchor> before;
    private boolean onDisk;

    private AnchorFile(RandomAccessFile content, Optional<AuditAnchor> before) {
        this.content = content;
        this.before = before;
        onDisk = before.isPresent();
    }

    static AnchorFile in(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Optional<AuditAnchor> before = Optional.empty();
        if (Files.exists(file)) {
            before = read(file);
        } else {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            AuditFile.forceNames(directory);
        }
        return new AnchorFile(new RandomAccessFile(file.toFile(), "rw"), before);
    }

    private static Optional<AuditAnchor> read(Path file) throws IOException {
        if (Files.size(file) != BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(AuditAnchor.parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** What it said when this process began; empty when there was none, or nothing readable. */
    Optional<AuditAnchor> before() {
        return before;
    }

    void write(AuditAnchor newest) throws IOException {
        String text = ("%0" + DIGITS + "d:%s\n").formatted(newest.number(), newest.hash());
        content.seek(0);
        content.write(text.getBytes(StandardCharsets.US_ASCII));
        if (!onDisk) {
            content.setLength(BYTES);
            content.getFD().sync();
            onDisk = true;
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
