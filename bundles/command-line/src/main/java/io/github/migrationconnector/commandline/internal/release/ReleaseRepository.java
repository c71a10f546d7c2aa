package io.github.migrationconnector.commandline.internal.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.commandline.internal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A repository of The Update Framework (specification 1.0.33) in a directory, with consistent snapshots: {@code metadata/}
 * and {@code targets/}, to be served as they are.
 */
final class ReleaseRepository {
    private static final List<String> ROLES = List.of("root", "timestamp", "snapshot", "targets");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path directory;
    private final Path keys;
    private final Instant expires;

    /**
     * Opens one, empty or not.
     *
     * @param keys the directory of the publisher's keys
     * @param made the release's date
     * @param validity how long what is signed now is to be trusted
     */
    ReleaseRepository(Path directory, Path keys, Instant made, Duration validity) {
        this.directory = directory;
        this.keys = keys;
        this.expires = Instant.ofEpochSecond(made.plus(validity).getEpochSecond());
    }

    /** Adds files under their names, and signs what follows from it. */
    void publish(Map<String, Path> files, String release) throws IOException {
        Files.createDirectories(directory.resolve("metadata"));
        Files.createDirectories(directory.resolve("targets"));
        writeRoot();
        ObjectNode targets = next("targets");
        ObjectNode list = targets.withObject("/targets");
        long sequence = 1;
        for (JsonNode target : list) {
            sequence = Math.max(sequence, target.path("custom").path("sequence").asLong() + 1);
        }
        for (Map.Entry<String, Path> file : new TreeMap<>(files).entrySet()) {
            String name = release + "/" + file.getKey();
            if (list.has(name)) {
                throw new CommandFailure(
                        "the repository has the release " + release + " already", "choose another --version");
            }
            byte[] content = Files.readAllBytes(file.getValue());
            String sha256 = Canonical.sha256(content);
            ObjectNode target = list.putObject(name).put("length", content.length);
            target.putObject("hashes").put("sha256", sha256);
            if (file.getKey().equals("set.list")) {
                target.putObject("custom").put("sequence", sequence);
            }
            Path place = directory.resolve("targets/" + release + "/" + sha256 + "." + file.getKey());
            Files.createDirectories(place.getParent());
            write(place, content);
        }
        byte[] targetsBytes = sign("targets", targets);
        ObjectNode snapshot = next("snapshot");
        describe(snapshot, "targets", targets.path("version").asLong(), targetsBytes);
        byte[] snapshotBytes = sign("snapshot", snapshot);
        ObjectNode timestamp = next("timestamp");
        describe(timestamp, "snapshot", snapshot.path("version").asLong(), snapshotBytes);
        sign("timestamp", timestamp);
    }

    /** The first root; a later change of keys is made of it with the old and the new keys. */
    private void writeRoot() throws IOException {
        Path first = directory.resolve("metadata/1.root.json");
        if (Files.exists(first)) {
            return;
        }
        ObjectNode root = frame("root", 1);
        root.put("consistent_snapshot", true);
        ObjectNode all = root.putObject("keys");
        ObjectNode roles = root.putObject("roles");
        for (String role : ROLES) {
            SigningKey key = SigningKey.read(keys, role);
            all.set(key.id(), key.publicPart());
            roles.putObject(role).put("threshold", 1).putArray("keyids").add(key.id());
        }
        sign("root", root);
    }

    private ObjectNode frame(String role, long version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_type", role)
                .put("spec_version", "1.0.33")
                .put("version", version)
                .put("expires", expires.toString());
    }

    /** What follows the newest metadata of a role. */
    private ObjectNode next(String role) throws IOException {
        long version = 0;
        while (Files.exists(versioned(role, version + 1))) {
            version++;
        }
        ObjectNode next = frame(role, version + 1);
        if (role.equals("targets")) {
            next.putObject("targets");
            if (version > 0) {
                next.set(
                        "targets",
                        MAPPER.readTree(versioned(role, version).toFile()).at("/signed/targets"));
            }
        }
        return next;
    }

    private Path versioned(String role, long version) {
        // the timestamp is the one that has no version in its name; a copy is kept to count by
        return role.equals("timestamp")
                ? directory.resolve("timestamps/" + version + ".json")
                : directory.resolve("metadata/" + version + "." + role + ".json");
    }

    private static void describe(ObjectNode metadata, String role, long version, byte[] bytes) {
        ObjectNode meta = metadata.putObject("meta").putObject(role + ".json");
        meta.put("version", version).put("length", bytes.length);
        meta.putObject("hashes").put("sha256", Canonical.sha256(bytes));
    }

    private byte[] sign(String role, ObjectNode signed) throws IOException {
        SigningKey key = SigningKey.read(keys, role);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.putArray("signatures")
                .addObject()
                .put("keyid", key.id())
                .put("sig", key.sign(Canonical.bytes(signed)));
        envelope.set("signed", signed);
        byte[] bytes = Canonical.bytes(envelope);
        Path place = versioned(role, signed.path("version").asLong());
        Files.createDirectories(place.getParent());
        write(place, bytes);
        if (role.equals("timestamp")) {
            write(directory.resolve("metadata/timestamp.json"), bytes);
        }
        return bytes;
    }

    /** Readers of a served directory see the old file or the new one. */
    private static void write(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.write(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
