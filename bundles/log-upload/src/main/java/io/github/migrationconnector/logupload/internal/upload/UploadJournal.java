package io.github.migrationconnector.logupload.internal.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.logupload.UploadState.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the logs is already in the spool or sent, and what waits in the spool. Each change is on disk when it returns, and a
 * batch counts as taken in the same change that names its file: a kill sends no line twice and loses none.
 */
final class UploadJournal {
    private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);
    private static final long LONGEST = 8 << 20;

    /** A log that was not seen for so long is gone for good. */
    private static final Duration FORGOTTEN = Duration.ofDays(7);

    private static final String FILE = "upload.json";

    private final Path directory;
    private final Path spool;
    // all guarded by this
    private final Map<String, Mark> marks = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private Progress progress = Progress.NONE;

    /** How far a log was taken, by bytes of what is in it, and when it was last there. */
    record Mark(long offset, Instant seen) {}

    UploadJournal(Path directory) {
        this.directory = directory;
        this.spool = directory.resolve("spool");
        try {
            makeClosed(directory);
            makeClosed(spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read();
        removeStrangers();
    }

    private static void makeClosed(Path path) throws IOException {
        Files.createDirectories(path);
        if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path spool() {
        return spool;
    }

    synchronized long offset(String log) {
        return Optional.ofNullable(marks.get(log)).map(Mark::offset).orElse(0L);
    }

    synchronized List<Waiting> waiting() {
        return List.copyOf(waiting);
    }

    synchronized long waitingBytes() {
        return waiting.stream().mapToLong(Waiting::bytes).sum();
    }

    synchronized Progress progress() {
        return progress;
    }

    /** Takes what is in a file of the spool as taken. */
    synchronized void add(Waiting file, Map<String, Long> offsets, Instant now) {
        waiting.add(file);
        offsets.forEach((log, offset) -> marks.put(log, new Mark(offset, now)));
        write();
    }

    /** Notes which logs there are. */
    synchronized void seen(Set<String> logs, Instant now) {
        logs.forEach(log -> marks.computeIfPresent(log, (name, mark) -> new Mark(mark.offset(), now)));
        if (marks.values().removeIf(mark -> mark.seen().plus(FORGOTTEN).isBefore(now))) {
            write();
        }
    }

    /** It is where it belongs. */
    synchronized void sent(Waiting file) {
        waiting.remove(file);
        progress = progress.sentOne();
        write();
        try {
            Files.deleteIfExists(spool.resolve(file.spooled()));
        } catch (IOException e) {
            LOG.warn("{} can't be removed from the spool; the next start does it", file.spooled(), e);
        }
    }

    synchronized void note(Progress changed) {
        progress = changed;
        write();
    }

    private void read() {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.isRegularFile(file)) {
                return;
            }
            if (Files.size(file) > LONGEST) {
                throw new IOException("is too long");
            }
            JsonNode node = new JsonMapper().readTree(Files.readAllBytes(file));
            node.path("logs")
                    .properties()
                    .forEach(log -> marks.put(
                            log.getKey(),
                            new Mark(
                                    log.getValue().path("offset").asLong(),
                                    time(log.getValue().path("seen")))));
            for (JsonNode each : node.path("waiting")) {
                waiting.add(new Waiting(
                        each.path("name").asText(),
                        each.path("spooled").asText(),
                        each.path("bytes").asLong(),
                        each.path("sha256").asText()));
            }
            JsonNode trouble = node.path("trouble");
            progress = new Progress(
                    node.path("sentFiles").asLong(),
                    time(node.path("lastSuccess")),
                    time(node.path("lastAttempt")),
                    node.path("failures").asInt(),
                    new Trouble(
                            trouble.path("code").asText(),
                            trouble.path("message").asText(),
                            trouble.path("fix").asText(),
                            time(trouble.path("since"))));
        } catch (IOException | DateTimeException e) {
            // logs are worth less than a daemon that starts: what was sent is sent again
            LOG.warn("{} can't be read; all logs are taken as not uploaded", file, e);
            marks.clear();
            waiting.clear();
            progress = Progress.NONE;
        }
    }

    private static Instant time(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.textValue()) : Instant.EPOCH;
    }

    /** Files of the spool that a kill left before they counted. */
    private void removeStrangers() {
        Set<String> known = new HashSet<>();
        waiting.removeIf(file ->
                !file.spooled().matches("[A-Za-z0-9._-]+") || file.spooled().startsWith("."));
        waiting.forEach(file -> known.add(file.spooled()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool)) {
            for (Path file : files) {
                if (!known.contains(file.getFileName().toString())) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            LOG.warn("the spool {} can't be tidied", spool, e);
        }
        waiting.removeIf(file -> !Files.isRegularFile(spool.resolve(file.spooled())));
    }

    private void write() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ObjectNode logs = node.putObject("logs");
        marks.forEach((log, mark) -> logs.putObject(log)
                .put("offset", mark.offset())
                .put("seen", mark.seen().toString()));
        var list = node.putArray("waiting");
        waiting.forEach(file -> list.addObject()
                .put("name", file.name())
                .put("spooled", file.spooled())
                .put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        node.put("sentFiles", progress.sentFiles())
                .put("lastSuccess", progress.lastSuccess().toString())
                .put("lastAttempt", progress.lastAttempt().toString())
                .put("failures", progress.failures());
        Trouble trouble = progress.trouble();
        node.putObject("trouble")
                .put("code", trouble.code())
                .put("message", trouble.message())
                .put("fix", trouble.fix())
                .put("since", trouble.since().toString());
        try {
            store(new JsonMapper().writeValueAsBytes(node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void store(byte[] content) throws IOException {
        Path fresh = directory.resolve(FILE + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
