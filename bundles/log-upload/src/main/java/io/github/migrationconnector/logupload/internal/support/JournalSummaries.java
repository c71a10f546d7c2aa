package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * How far each transfer got, by its journal (docs/formats.md, "The journal of a transfer"). Read from the files: a support bundle
 * is made most often when what writes them is not well.
 */
final class JournalSummaries {
    private static final int MOST_JOURNALS = 2000;

    /** Of a slot of {@code digests}: digest, kind, three zeros, CRC; the kind is 0 for a block that nothing was decided about. */
    private static final int SLOT_BYTES = 40;

    private static final int KIND_AT = 32;

    /** The slots of a disk of 512 GiB; those of a larger one take longer to count than they are worth. */
    private static final long MOST_DIGEST_BYTES = 40L << 20;

    private static final long LONGEST_PROPERTIES = 1 << 20;
    private static final List<String> COUNTS = List.of(
            "capacityBytes",
            "blockSizeBytes",
            "blocksInScope",
            "blocksDone",
            "blocksPut",
            "blocksZero",
            "blocksUnchanged");

    private final Path directory;

    JournalSummaries(Path directory) {
        this.directory = directory;
    }

    /** An object for each, by its name. */
    ArrayNode all() throws IOException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        if (!Files.isDirectory(directory)) {
            return all;
        }
        TreeSet<Path> journals = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, Files::isDirectory)) {
            found.forEach(journals::add);
        }
        for (Path journal : journals.stream().limit(MOST_JOURNALS).toList()) {
            ObjectNode node =
                    all.addObject().put("transfer", journal.getFileName().toString());
            try {
                describe(journal, node);
            } catch (IOException | IllegalArgumentException e) {
                // removed since it was listed, or damaged: that is worth to be told
                node.put("unreadable", e.toString());
            }
        }
        return all;
    }

    private static void describe(Path journal, ObjectNode node) throws IOException {
        Properties header = properties(journal.resolve("header.properties"));
        Properties started = properties(journal.resolve("snapshot.properties"));
        Properties result = properties(journal.resolve("result.properties"));
        node.put("state", state(header, started, result));
        Properties known = new Properties();
        List.of(header, started, result).forEach(known::putAll);
        if (known.containsKey("snapshotId")) {
            node.put("snapshotId", known.getProperty("snapshotId"));
        }
        COUNTS.stream()
                .filter(known::containsKey)
                .forEach(count -> node.put(count, Long.parseLong(known.getProperty(count))));
        Path digests = journal.resolve("digests");
        if (result.isEmpty() && Files.isRegularFile(digests) && Files.size(digests) <= MOST_DIGEST_BYTES) {
            node.put("blocksDecided", decided(digests));
        }
        if (!started.isEmpty()) {
            long block = node.path("blockSizeBytes").asLong();
            node.put(
                    "blocks",
                    block < 1 ? 0 : -Math.floorDiv(-node.path("capacityBytes").asLong(), block));
        }
        files(journal, node);
    }

    private static String state(Properties header, Properties started, Properties result) {
        if (!result.isEmpty()) {
            return "DONE";
        }
        return !started.isEmpty() ? "UNDER_WAY" : header.isEmpty() ? "EMPTY" : "BEGUN";
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > LONGEST_PROPERTIES) {
                throw new IOException(file.getFileName() + " is too long");
            }
            properties.load(in);
        } catch (NoSuchFileException absent) {
            // not that far yet
        }
        return properties;
    }

    private static long decided(Path digests) throws IOException {
        long decided = 0;
        byte[] slot = new byte[SLOT_BYTES];
        try (DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(digests)))) {
            while (true) {
                in.readFully(slot);
                decided += slot[KIND_AT] == 0 ? 0 : 1;
            }
        } catch (EOFException end) {
            return decided;
        }
    }

    private static void files(Path journal, ObjectNode node) throws IOException {
        long bytes = 0;
        Instant changed = Instant.EPOCH;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(journal, Files::isRegularFile)) {
            for (Path file : files) {
                bytes += Files.size(file);
                Instant at = Files.getLastModifiedTime(file).toInstant();
                changed = at.isAfter(changed) ? at : changed;
            }
        }
        node.put("bytes", bytes).put("changedAt", changed.toString());
    }
}
