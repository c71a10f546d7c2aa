package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.store.StoreCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The database as bundle sets left it, one file each in {@code store/copies/}, named {@code SET@MILLISECONDS.db}. Whoever
 * goes back to a set writes its name to {@code sets/restore-store} before the pointer is moved; the file counts only in a
 * framework of that very set, so that the pointer decides alone.
 */
final class SetCopies {
    /** In the home: names the set that may put back the database as it left it. */
    static final String REQUEST = "sets/restore-store";

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._+-]{0,63})@(\\d{1,15})\\.db");
    private static final int MOST_REQUEST_BYTES = 256;

    private final Path home;
    private final Path database;
    private final Path directory;

    SetCopies(Path home) {
        this.home = home;
        this.database = SqliteDatabase.fileIn(home);
        this.directory = database.resolveSibling("copies");
    }

    /** Puts back the database as the set in force left it, when that was asked for and its tables are too new for it. */
    void restoreFor(String set) {
        restore(set, this::isTooNewFor);
    }

    /**
     * The same for a set that is put back since another's trial failed: when that one had put back a database of its own,
     * the set in force gets what it had. Not for one that is asked for later: that would lose what was done meanwhile.
     */
    void restoreAfterTrialFor(String set) {
        restore(set, copy -> isTooNewFor(copy) || isOlderThan(copy));
    }

    private void restore(String set, Predicate<Path> isNeeded) {
        Path request = home.resolve(REQUEST);
        Optional<String> asked = read(request);
        if (asked.isEmpty()) {
            return;
        }
        Optional<StoreCopy> copy = copies().stream()
                .filter(found -> found.set().equals(set) && asked.get().equals(set))
                .findFirst();
        if (copy.isPresent() && Files.exists(database) && isNeeded.test(file(copy.get()))) {
            new StoreRestore(database, () -> KnownSteps.NONE).replaceBy(file(copy.get()), request);
            return;
        }
        try {
            Files.deleteIfExists(request);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Keeps the database as a set left it, once for each upgrade: a second start finds it as the new set left it. */
    void keep(String set, Instant since) {
        Path file = file(new StoreCopy(set, since, 0));
        if (Files.notExists(database) || Files.exists(file)) {
            return;
        }
        try {
            if (Files.notExists(directory)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        new SqliteCopy(new SqliteConnections(database, SynchronousMode.FULL)).writeTo(file);
    }

    /** The youngest first. */
    List<StoreCopy> copies() {
        List<StoreCopy> found = new ArrayList<>();
        if (Files.notExists(directory)) {
            return found;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    Instant since = Instant.ofEpochMilli(Long.parseLong(name.group(2)));
                    found.add(new StoreCopy(name.group(1), since, Files.size(file)));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        found.sort(Comparator.comparing(StoreCopy::since).reversed());
        return found;
    }

    /** Removes what is of other sets, and the older ones of these. */
    long retain(Set<String> sets) {
        long freed = 0;
        Set<String> seen = new HashSet<>();
        for (StoreCopy copy : copies()) {
            if (sets.contains(copy.set()) && seen.add(copy.set())) {
                continue;
            }
            try {
                Files.deleteIfExists(file(copy));
                freed += copy.bytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return freed;
    }

    private Path file(StoreCopy copy) {
        return directory.resolve(copy.set() + "@" + copy.since().toEpochMilli() + ".db");
    }

    /** Whether an owner's tables changed since a copy in a way that whoever left the copy can't read. */
    private boolean isTooNewFor(Path copy) {
        try {
            return !StoreContents.of(database)
                    .tooNewFor(StoreContents.ofCopy(copy))
                    .isEmpty();
        } catch (SQLException failure) {
            throw notComparable(copy, failure);
        }
    }

    /** Whether an owner's tables are older than in a copy. */
    private boolean isOlderThan(Path copy) {
        try {
            Map<String, MigrationVersion> found = StoreContents.of(database).newest();
            return StoreContents.ofCopy(copy).newest().entrySet().stream()
                    .anyMatch(owner -> found.getOrDefault(owner.getKey(), MigrationVersion.EMPTY)
                                    .compareTo(owner.getValue())
                            < 0);
        } catch (SQLException failure) {
            throw notComparable(copy, failure);
        }
    }

    private static RuntimeException notComparable(Path copy, SQLException failure) {
        return Problem.fatal(
                        "STORE_UNUSABLE",
                        "The database can't be compared with its copy " + copy + ": " + failure.getMessage(),
                        "Look at both files.")
                .asException(failure);
    }

    private static Optional<String> read(Path file) {
        try {
            if (Files.notExists(file) || Files.size(file) > MOST_REQUEST_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
