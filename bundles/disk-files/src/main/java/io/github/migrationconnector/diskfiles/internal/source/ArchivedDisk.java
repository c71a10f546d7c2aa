package io.github.migrationconnector.diskfiles.internal.source;

import io.github.migrationconnector.api.source.DiskDescription;
import io.github.migrationconnector.api.source.DiskFile;
import io.github.migrationconnector.diskfiles.internal.ova.OvaPackage;
import io.github.migrationconnector.diskfiles.internal.ova.OvaPart;
import io.github.migrationconnector.diskfiles.internal.ova.OvfDisk;
import io.github.migrationconnector.vmdk.RandomAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A disk of an OVA that was opened.
 *
 * @param file the archive's bytes; closed with the disk's reader
 * @param archive tells whether the archive is still the same
 * @param contents what the archive holds
 * @param disk which one
 * @param parts where its file lies
 */
record ArchivedDisk(RandomAccess file, FileIdentity archive, OvaPackage contents, OvfDisk disk, List<OvaPart> parts) {
    static ArchivedDisk of(RandomAccess file, FileIdentity archive, OvaPackage contents, OvfDisk disk) {
        return new ArchivedDisk(file, archive, contents, disk, contents.parts(disk));
    }

    /** The disk's file, for messages. */
    String name() {
        return disk.fileName();
    }

    /** Whether a manifest says what the bytes must come to. */
    boolean hasDigests() {
        return parts.get(0).digest().isPresent();
    }

    /** The disk's file, whose closing closes the archive. */
    JoinedFile joined() {
        return new JoinedFile(file, parts.stream().map(OvaPart::place).toList());
    }

    /** A reading from the first byte to the last that proves them. */
    DigestedFile reading() {
        return new DigestedFile(file, parts);
    }

    /** What is told of the disk. */
    DiskDescription description(String format, long capacityBytes) {
        Map<String, String> identity = new HashMap<>(Map.of(
                "path", archive.path().toString(),
                "disk", name(),
                "modified", archive.modified()));
        identity.put("firmware", contents.envelope().firmware());
        identity.put("guest", contents.envelope().guestOs());
        List<DiskFile> files = new ArrayList<>();
        for (OvaPart part : parts) {
            String proof = part.digest()
                    .map(entry -> entry.algorithm() + " " + entry.hex())
                    .orElse("no manifest");
            files.add(new DiskFile(
                    archive.path() + "#" + part.name(), format, part.place().lengthBytes(), proof));
        }
        return new DiskDescription("ova " + format, capacityBytes, identity, files);
    }

    /** What is unusual about it as a part of this OVA. */
    List<String> oddities(long capacityBytes) {
        List<String> oddities = new ArrayList<>();
        if (!hasDigests()) {
            oddities.add("the OVA has no manifest, so nothing proves its bytes");
        }
        if (disk.capacityBytes() != capacityBytes) {
            oddities.add("the OVF says " + disk.capacityBytes() + " bytes, the disk has " + capacityBytes);
        }
        return oddities;
    }
}
