package io.github.migrationconnector.autoupgrade.internal.set;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.CleanUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bundle sets of a home. The file {@code sets/current} names the one in force; without it, the one that came with the
 * distribution is. {@code sets/previous} names the one before.
 */
public final class Sets {
    private final Path directory;
    private final Path distribution;

    /**
     * The sets of a home.
     *
     * @param directory the home's {@code sets/}
     * @param distribution the bundles of the distribution, never written to
     */
    public Sets(Path directory, Path distribution) {
        this.directory = directory;
        this.distribution = distribution;
    }

    Path directory() {
        return directory;
    }

    /** The set that the next start takes. */
    public InstalledSet current() {
        return pointer("current")
                .map(name -> InstalledSet.at(directory.resolve(name)))
                .orElseGet(this::shipped);
    }

    /** A set by its name. */
    public InstalledSet named(String version) {
        if (Files.isDirectory(directory.resolve(version))) {
            return InstalledSet.at(directory.resolve(version));
        }
        InstalledSet shipped = shipped();
        if (shipped.version().equals(version)) {
            return shipped;
        }
        throw Problem.fatal(
                        "UPGRADE_NO_PREVIOUS_SET", "the set " + version + " is not kept any more", "Apply its release.")
                .asException();
    }

    private InstalledSet shipped() {
        return InstalledSet.at(distribution);
    }

    /** The shipped set, the one in force and the one before. */
    List<InstalledSet> whole() {
        List<InstalledSet> found = new ArrayList<>(List.of(shipped(), current()));
        previous()
                .map(directory::resolve)
                .filter(place -> Files.isRegularFile(place.resolve(SetList.FILE_NAME)))
                .ifPresent(place -> found.add(InstalledSet.at(place)));
        return found;
    }

    /** Whether a name is taken by the set that came with the distribution. */
    boolean isShipped(String version) {
        return shipped().version().equals(version);
    }

    /** Where a roll-back leads. */
    public Optional<String> previous() {
        return pointer("previous");
    }

    /** Puts a set in force from the next start on; one rename or removal, so that it happens or does not. */
    public void select(InstalledSet set) {
        try {
            if (set.directory().equals(distribution)) {
                DurableFiles.delete(directory.resolve("current"));
            } else {
                write("current", set.version());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers where a roll-back leads. */
    public void setPrevious(String version) {
        try {
            write("previous", version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The later sets, by name. */
    public List<String> kept() {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets a set put back the store as it left it, as soon as it is in force and when it can't read what is there. */
    public void letRestoreStore(String version) {
        try {
            write("restore-store", version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets where a roll-back leads. */
    public void forgetPrevious() {
        try {
            DurableFiles.delete(directory.resolve("previous"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether a roll-back leads where it does for longer than sets to go back to are kept.
     *
     * @param age zero: they are kept for ever
     */
    public boolean previousIsOlderThan(Duration age, Instant now) {
        return !age.isZero()
                && previousSince()
                        .filter(since -> since.plus(age).isBefore(now))
                        .isPresent();
    }

    private Optional<Instant> previousSince() {
        Path file = directory.resolve("previous");
        try {
            return Files.exists(file)
                    ? Optional.of(Files.getLastModifiedTime(file).toInstant())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the sets that must stay: in force, to go back to, on trial or to go back to from there, shipped. */
    public Set<String> needed() {
        Set<String> keep = new HashSet<>();
        keep.add(current().version());
        keep.add(shipped().version());
        previous().ifPresent(keep::add);
        Trial.read(this).ifPresent(trial -> {
            keep.add(trial.set());
            keep.add(trial.also());
            keep.add(trial.previous());
        });
        return keep;
    }

    /** The set of the home that a bundle's file belongs to. */
    public Optional<String> nameOf(Path file) {
        Path set = file.toAbsolutePath().normalize().getParent();
        return set != null && directory.toAbsolutePath().normalize().equals(set.getParent())
                ? Optional.of(set.getFileName().toString())
                : Optional.empty();
    }

    /**
     * Removes all sets that are not needed, and half-made ones.
     *
     * @param alsoKept names of others that are still in use, since bundles run from their files
     * @return what is gone, and how many bytes are free again
     */
    public CleanUp prune(Set<String> alsoKept) {
        Set<String> keep = needed();
        keep.addAll(alsoKept);
        List<String> gone = kept().stream().filter(name -> !keep.contains(name)).toList();
        long bytes = 0;
        try {
            for (String name : gone) {
                bytes += DurableFiles.removeTree(directory.resolve(name));
            }
            bytes += DurableFiles.removeTree(directory.resolve(Staging.DRAFT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CleanUp(gone, bytes);
    }

    private Optional<String> pointer(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String version) throws IOException {
        DurableFiles.write(directory.resolve(name), (version + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
