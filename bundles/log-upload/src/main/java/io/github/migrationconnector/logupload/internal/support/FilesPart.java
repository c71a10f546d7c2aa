package io.github.migrationconnector.logupload.internal.support;

import io.github.migrationconnector.api.log.LogFile;
import io.github.migrationconnector.logging.redaction.Redactor;
import io.github.migrationconnector.logupload.internal.HomeFiles;
import io.github.migrationconnector.logupload.internal.log.BoundedLines;
import io.github.migrationconnector.logupload.internal.log.LogDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Settings without secrets, how far the journals got, and the logs. */
final class FilesPart implements Part {
    private static final long LONGEST_SETTINGS = 1 << 20;

    /** Of all logs together, unpacked, the youngest first. */
    private static final long MOST_LOG_BYTES = 96L << 20;

    /** A setting whose value is nobody's business goes to the end of its line, whatever the value looks like. */
    private static final Pattern SECRET_SETTING = Pattern.compile(
            "(?i)^(\\s*[\\w.-]*(?:password|passphrase|passwd|secret|token|credential|private[-_.]?key|api[-_.]?key)[\\w.-]*"
                    + "\\s*[=:]).*$");

    private final HomeFiles home;
    private final BiConsumer<String, String> missing;

    /**
     * Files of a home.
     *
     * @param missing is told the entry that is left out, and why
     */
    FilesPart(HomeFiles home, BiConsumer<String, String> missing) {
        this.home = home;
        this.missing = missing;
    }

    @Override
    public void add(Zipped zip) throws IOException {
        for (Path file : settings()) {
            zip.add("conf/" + file.getFileName(), lines -> copySettings(file, lines));
        }
        zip.add("journals.json", new JournalSummaries(home.home().resolve("journal")).all());
        LogDirectory logs = new LogDirectory(home.log());
        long left = MOST_LOG_BYTES;
        for (LogFile file : logs.files()) {
            if (left <= 0) {
                break;
            }
            left -= addLog(zip, logs, file, left);
        }
    }

    private List<Path> settings() throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.conf(), "*.{cfg,properties,xml}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        }
        return found.stream().sorted().toList();
    }

    private static void copySettings(Path file, Zipped.Lines lines) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            BoundedLines text = new BoundedLines(in, LONGEST_SETTINGS);
            boolean goesOn = false;
            for (Optional<String> line = text.next(); line.isPresent(); line = text.next()) {
                String shown = line.get();
                boolean secret = SECRET_SETTING.matcher(shown).matches();
                if (secret || goesOn) {
                    // a value may go on in the next line (java.util.Properties)
                    goesOn = shown.endsWith("\\");
                    shown = secret
                            ? SECRET_SETTING.matcher(shown).replaceFirst("$1 ") + Redactor.REDACTED
                            : Redactor.REDACTED;
                }
                lines.add(shown);
            }
        }
    }

    /** How many bytes went in, about. */
    private long addLog(Zipped zip, LogDirectory logs, LogFile file, long most) throws IOException {
        String entry = "logs/" + file.name().replaceAll("\\.gz$", "");
        InputStream opened;
        try {
            opened = logs.open(file);
        } catch (NoSuchFileException rotated) {
            return 0;
        } catch (IOException broken) {
            // such as one that was being packed when the power went: it has not even the head of its format
            missing.accept(entry, file.name() + " can't be read: " + broken.getMessage());
            return 0;
        }
        try (InputStream in = opened) {
            long[] bytes = {0};
            zip.add(entry, lines -> {
                BoundedLines text = new BoundedLines(in, most);
                for (Optional<String> line = text.next(); line.isPresent(); line = text.next()) {
                    bytes[0] += line.get().length() + 1L;
                    lines.add(line.get());
                }
            });
            return bytes[0];
        }
    }
}
