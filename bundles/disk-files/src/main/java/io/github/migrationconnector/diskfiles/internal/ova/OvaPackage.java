package io.github.migrationconnector.diskfiles.internal.ova;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.source.Extent;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An OVA that was opened: its descriptor, proven by its manifest, and where its files lie.
 *
 * @param files the places of its files by name
 * @param envelope what the descriptor says
 * @param manifest the digests of the files
 */
public record OvaPackage(Map<String, Extent> files, OvfEnvelope envelope, OvaManifest manifest) {
    public OvaPackage {
        files = Map.copyOf(files);
    }

    /**
     * Reads everything but the disks.
     *
     * @throws InterruptedException when the calling thread was interrupted
     */
    public static OvaPackage open(RandomAccess archive) throws InterruptedException {
        Map<String, Extent> files = TarIndex.read(archive);
        String descriptor = only(files, ".ovf").orElseThrow(() -> OvaProblem.damaged("it has no .ovf file"));
        Optional<String> manifestFile = only(files, ".mf");
        OvaManifest manifest = manifestFile.isPresent()
                ? new OvaManifest(content(archive, files, manifestFile.get(), OvaManifest.MAX_BYTES))
                : new OvaManifest();
        byte[] text = content(archive, files, descriptor, OvfReader.MAX_BYTES);
        manifest.of(descriptor).ifPresent(entry -> {
            MessageDigest digest = entry.begin();
            digest.update(text);
            entry.check(descriptor, digest);
        });
        return new OvaPackage(files, OvfReader.read(text), manifest);
    }

    private static Optional<String> only(Map<String, Extent> files, String ending) {
        List<String> found =
                files.keySet().stream().filter(name -> name.endsWith(ending)).toList();
        if (found.size() > 1) {
            throw OvaProblem.damaged("it has several " + ending + " files");
        }
        return found.stream().findFirst();
    }

    private static byte[] content(RandomAccess archive, Map<String, Extent> files, String name, int maxBytes)
            throws InterruptedException {
        Extent place = files.get(name);
        if (place.lengthBytes() > maxBytes) {
            throw OvaProblem.damaged(name + " has " + place.lengthBytes() + " bytes");
        }
        byte[] content = new byte[(int) place.lengthBytes()];
        archive.read(place.offsetBytes(), ByteBuffer.wrap(content));
        return content;
    }

    /**
     * Finds a disk.
     *
     * @param which its number from 1, its id or its file's name; empty when there is only one
     */
    public OvfDisk disk(String which) {
        List<OvfDisk> disks = envelope.disks();
        for (int at = 0; at < disks.size(); at++) {
            OvfDisk disk = disks.get(at);
            if (which.isEmpty()
                    ? disks.size() == 1
                    : which.equals(Integer.toString(at + 1))
                            || which.equals(disk.diskId())
                            || which.equals(disk.fileName())) {
                if (disk.fileName().isEmpty()) {
                    throw OvaProblem.notSupported("has no file for the disk " + disk.diskId() + ": it is empty");
                }
                return disk;
            }
        }
        throw Problem.fatal(
                        "OVA_DISK_UNKNOWN",
                        which.isEmpty()
                                ? "The OVA has " + disks.size() + " disks."
                                : "The OVA has no disk '" + which + "'.",
                        "Name one as ova:PATH#DISK, by number, id or file: " + listed(disks))
                .asException();
    }

    private static String listed(List<OvfDisk> disks) {
        return String.join(
                ", ",
                disks.stream()
                        .map(disk -> (disks.indexOf(disk) + 1) + " (" + disk.diskId() + ", " + disk.fileName() + ")")
                        .toList());
    }

    /** Where a disk's file lies in the archive: in one part, or in its chunks in their order. */
    public List<OvaPart> parts(OvfDisk disk) {
        OvfFile file = disk.file();
        if (file.chunkBytes() == 0) {
            return List.of(part(file.name()));
        }
        List<OvaPart> chunks = new ArrayList<>();
        while (files.containsKey(file.chunk(chunks.size()))) {
            if (!chunks.isEmpty()) {
                requireFull(chunks.get(chunks.size() - 1), file);
            }
            chunks.add(part(file.chunk(chunks.size())));
        }
        if (chunks.isEmpty()) {
            throw OvaProblem.damaged("it has no file " + file.chunk(0));
        }
        if (chunks.get(chunks.size() - 1).place().lengthBytes() > file.chunkBytes()) {
            throw OvaProblem.damaged("its last chunk of " + file.name() + " is too long");
        }
        return chunks;
    }

    private static void requireFull(OvaPart chunk, OvfFile file) {
        if (chunk.place().lengthBytes() != file.chunkBytes()) {
            throw OvaProblem.damaged(chunk.name() + " has " + chunk.place().lengthBytes()
                    + " bytes, its descriptor says " + file.chunkBytes());
        }
    }

    private OvaPart part(String name) {
        Extent place = files.get(name);
        if (place == null) {
            throw OvaProblem.damaged("it has no file " + name);
        }
        return new OvaPart(name, place, manifest.of(name));
    }
}
