package io.github.migrationconnector.autoupgrade.internal.tuf;

import io.github.migrationconnector.autoupgrade.internal.Refusals;
import io.github.migrationconnector.autoupgrade.internal.set.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What was trusted so far, on disk: the metadata seen last, whose versions are floors, and the time seen last. */
public final class TrustStore {
    /** Clocks are set right by a little now and then. */
    private static final Duration LEEWAY = Duration.ofHours(1);

    private final Path directory;
    private final Path firstRoot;

    /**
     * Opens one.
     *
     * @param directory where it is kept; made when missing
     * @param firstRoot the root to start from, brought by a way that its owner trusts
     */
    public TrustStore(Path directory, Path firstRoot) {
        this.directory = directory;
        this.firstRoot = firstRoot;
    }

    /** The root in force; the one to start from as long as no other was seen. */
    Root root() {
        byte[] own = read(directory.resolve(Role.ROOT.fileName()), Role.ROOT.mostBytes());
        if (own.length > 0) {
            return Root.parse(own);
        }
        byte[] first = read(firstRoot, Role.ROOT.mostBytes());
        if (first.length == 0) {
            throw Refusals.noRoot(firstRoot.toString());
        }
        return Root.parse(first);
    }

    /** The metadata of a role seen last; empty when there are none, or when the root has other keys by now. */
    Optional<SignedMetadata> seen(Role role, Root root) {
        byte[] bytes = read(directory.resolve(role.fileName()), role.mostBytes());
        if (bytes.length == 0) {
            return Optional.empty();
        }
        try {
            SignedMetadata metadata = SignedMetadata.parse(role, bytes);
            root.keys(role).verify(metadata);
            return Optional.of(metadata);
        } catch (io.github.migrationconnector.api.problem.ConnectorException e) {
            return Optional.empty();
        }
    }

    void keep(Role role, byte[] bytes) {
        write(role.fileName(), bytes);
    }

    void forget(Role role) {
        try {
            Files.deleteIfExists(directory.resolve(role.fileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses a clock that stands before what it was; remembers the time otherwise. */
    void requireNoStepBack(Instant now) {
        Path file = directory.resolve("last-seen");
        String text = new String(read(file, 64), StandardCharsets.US_ASCII).strip();
        Instant seen = Instant.EPOCH;
        try {
            seen = text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
        } catch (DateTimeException e) {
            throw Refusals.malformed(file.toString(), "it is not a time");
        }
        if (now.isBefore(seen.minus(LEEWAY))) {
            throw Refusals.clock(now.toString(), seen.toString());
        }
        if (now.isAfter(seen)) {
            write("last-seen", (now + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void write(String name, byte[] bytes) {
        try {
            DurableFiles.makeDirectory(directory);
            DurableFiles.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file, int mostBytes) {
        if (Files.notExists(file)) {
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw Refusals.tooLong(file.toString(), mostBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
