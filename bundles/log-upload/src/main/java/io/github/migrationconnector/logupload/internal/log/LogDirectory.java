package io.github.migrationconnector.logupload.internal.log;

import io.github.migrationconnector.api.log.LogArea;
import io.github.migrationconnector.api.log.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The directory of the logs, with files as config/logback.xml names them.
 *
 * @param path absolute
 */
public record LogDirectory(Path path) {
    /** {@code replication.log}; {@code replication.2026-11-30.0.log.gz}; {@code connector.1.log.gz} of earlier homes. */
    private static final Pattern NAME = Pattern.compile(
            "(connector|set-up|replication|upgrade|access)(\\.\\d{4}-\\d\\d-\\d\\d\\.\\d+|\\.\\d+)?\\.log(\\.gz)?");

    /** Files that are written to first, then the youngest first. */
    public List<LogFile> files() {
        List<LogFile> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(path)) {
                for (Path file : found) {
                    describe(file).ifPresent(files::add);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        files.sort(Comparator.comparing(LogFile::current)
                .thenComparing(LogFile::changedAt)
                .thenComparing(LogFile::name)
                .reversed());
        return List.copyOf(files);
    }

    private static Optional<LogFile> describe(Path file) throws IOException {
        String name = file.getFileName().toString();
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new LogFile(
                    name,
                    LogArea.of(matcher.group(1)).orElseThrow(),
                    attributes.size(),
                    attributes.lastModifiedTime().toInstant(),
                    matcher.group(2) == null && matcher.group(3) == null));
        } catch (NoSuchFileException rotated) {
            return Optional.empty();
        }
    }

    public Path file(LogFile file) {
        return path.resolve(file.name());
    }

    /** What is in a file, unpacked. */
    public InputStream open(LogFile file) throws IOException {
        InputStream raw = Files.newInputStream(file(file));
        try {
            return file.name().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
