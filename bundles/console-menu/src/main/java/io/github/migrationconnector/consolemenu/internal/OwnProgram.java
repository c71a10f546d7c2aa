package io.github.migrationconnector.consolemenu.internal;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;

/**
 * The file that the menu runs from, as it was at the start. A menu stands open for months: when a newer distribution was
 * installed meanwhile, the old menu could not even load what it has not used so far.
 */
final class OwnProgram {
    private final Path file;
    private final Optional<Stamp> atFirst;

    /** What tells a file from the one that came into its place. */
    private record Stamp(FileTime modified, long bytes, Object key) {}

    OwnProgram(Path file) {
        this.file = file;
        this.atFirst = stamp();
    }

    static OwnProgram ofProcess() {
        try {
            return new OwnProgram(Path.of(OwnProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the menu runs from no file", e);
        }
    }

    /** Whether another file, or none, is in its place by now. */
    boolean isReplaced() {
        return !stamp().equals(atFirst);
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new Stamp(now.lastModifiedTime(), now.size(), Objects.requireNonNullElse(now.fileKey(), file)));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
