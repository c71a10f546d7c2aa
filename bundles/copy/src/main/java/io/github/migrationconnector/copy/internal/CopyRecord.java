package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What this home remembers of a copy command: which transfer carries it out, and whether that is finished. So the same
 * command goes on where it stopped, and copies anew when the disk is another since.
 *
 * @param transferId the transfer
 * @param number how often this command has begun anew
 * @param disk hash of the disk's identity
 * @param finished whether the transfer was finished
 */
record CopyRecord(String transferId, int number, String disk, boolean finished) {
    private static final int HEX_DIGITS = 20;

    /** The record of a command that was never given. */
    static CopyRecord first(String command, String disk) {
        return new CopyRecord("copy-" + command + "-1", 1, disk, false);
    }

    /** The next one of the same command. */
    CopyRecord next(String command, String newDisk) {
        return new CopyRecord("copy-" + command + "-" + (number + 1), number + 1, newDisk, false);
    }

    CopyRecord asFinished() {
        return new CopyRecord(transferId, number, disk, true);
    }

    /** A short name for a command: where from, where to, on what, and encrypted how. */
    static String commandHash(List<String> parts) {
        return hash(String.join("\n", parts));
    }

    /** What tells this disk from another. */
    static String diskHash(DiskDescription disk) {
        StringBuilder text = new StringBuilder();
        text.append(disk.format()).append('\n').append(disk.capacityBytes()).append('\n');
        new TreeMap<>(disk.identity())
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        for (DiskFile file : disk.files()) {
            text.append(file).append('\n');
        }
        return hash(text.toString());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Optional<CopyRecord> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new CopyRecord(
                    values.getProperty("transfer", ""),
                    Integer.parseInt(values.getProperty("number", "")),
                    values.getProperty("disk", ""),
                    Boolean.parseBoolean(values.getProperty("finished"))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged; delete it to begin anew", e);
        }
    }

    void write(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("transfer", transferId);
        values.setProperty("number", Integer.toString(number));
        values.setProperty("disk", disk);
        values.setProperty("finished", Boolean.toString(finished));
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try (Writer writer = Files.newBufferedWriter(draft)) {
            values.store(writer, null);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
