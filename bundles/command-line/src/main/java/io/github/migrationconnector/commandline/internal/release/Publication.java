package io.github.migrationconnector.commandline.internal.release;

import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a publisher does. The same distribution, keys and date give the same bytes. */
public final class Publication {
    private static final String SET_LIST = "set.list";

    private final Path repository;
    private final ReleaseRepository releases;

    /**
     * Opens a repository to publish to.
     *
     * @param date of the release
     * @param validity from then on
     */
    public Publication(Path keys, Path repository, Instant date, Duration validity) {
        this.repository = repository;
        this.releases = new ReleaseRepository(repository, keys, date, validity);
    }

    /** Makes the four keys. */
    public static void makeKeys(Path keys) {
        try {
            if (Files.notExists(keys)) {
                Files.createDirectories(
                        keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new CommandFailure("can't make " + keys + ": " + e, "name a directory of your own");
        }
        List.of("root", "targets", "snapshot", "timestamp").forEach(role -> SigningKey.make(keys, role));
    }

    /**
     * Adds a distribution's bundle set; returns the release's name.
     *
     * @param version the name to give it; empty for the one that it was built with
     * @param notes a text file, or null for none
     */
    public String publish(Path distribution, String version, Path notes) {
        Path bundles = distribution.resolve("bundles");
        try {
            List<String> lines = Files.readAllLines(bundles.resolve(SET_LIST), StandardCharsets.UTF_8);
            String release = version.isEmpty() ? nameOf(lines) : version;
            Path renamed = Files.createTempFile("set", ".list");
            try {
                Files.write(
                        renamed,
                        lines.stream()
                                .map(line -> line.startsWith("set ") ? "set " + release : line)
                                .toList());
                Map<String, Path> files = new LinkedHashMap<>();
                files.put(SET_LIST, renamed);
                Optional.ofNullable(notes).ifPresent(file -> files.put("notes.txt", file));
                for (String line : lines) {
                    if (line.startsWith("bundle ")) {
                        String name = last(line);
                        requireDigest(bundles.resolve(name), line);
                        files.put(name, bundles.resolve(name));
                    }
                }
                releases.publish(files, release);
            } finally {
                Files.delete(renamed);
            }
            return release;
        } catch (IOException e) {
            throw new CommandFailure("can't publish " + distribution + ": " + e, "name a built distribution");
        }
    }

    /** Writes a release as one file, without the bundles of a distribution that may be null. */
    public void writeOffline(String release, Path without, Path file) {
        try {
            Set<String> leftOut = new TreeSet<>();
            if (without != null) {
                for (String line : Files.readAllLines(without.resolve("bundles").resolve(SET_LIST))) {
                    if (line.startsWith("bundle ")) {
                        leftOut.add(line.split("\\s+", -1)[4]);
                    }
                }
            }
            OfflineFile.write(repository, release, leftOut, file);
        } catch (IOException e) {
            throw new CommandFailure("can't write " + file + ": " + e, "name a file in a directory of your own");
        }
    }

    private static void requireDigest(Path bundle, String line) throws IOException {
        if (!line.contains(" " + Canonical.sha256(Files.readAllBytes(bundle)) + " ")) {
            throw new CommandFailure(bundle + " is not the file that its set lists", "build the distribution again");
        }
    }

    private static String nameOf(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("set "))
                .map(Publication::last)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("the set has no name", "build the distribution again"));
    }

    private static String last(String line) {
        return line.substring(line.lastIndexOf(' ') + 1);
    }
}
