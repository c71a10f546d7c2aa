package io.github.migrationconnector.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The virtual machines of the lab's vCenter, and what its own model says they hold. */
public final class LabVcenter {
    private static final String VMS = "/vcenter/vms";
    private static final String SNAPSHOTS = "/vcenter/snapshots";

    private final LabControl control;

    LabVcenter(LabControl control) {
        this.control = control;
    }

    /** What a new disk holds. */
    public sealed interface Content {
        /** The bytes of a raw file. */
        record FromFile(Path raw) implements Content {}

        /** Bytes that a seed makes; with holes, parts of it are zero. */
        record Seeded(long sizeBytes, long seed, boolean holes) implements Content {}
    }

    /**
     * A disk of a new VM.
     *
     * @param key device key
     */
    public record Disk(int key, String uuid, long sizeBytes) {}

    /**
     * A new VM.
     *
     * @param id managed object id
     */
    public record Vm(String id, String name, List<Disk> disks) {
        public Vm {
            disks = List.copyOf(disks);
        }
    }

    /** Makes a VM that is switched on. */
    public Vm addVm(String name, String firmware, List<Content> disks) {
        List<Map<String, Object>> contents =
                disks.stream().map(LabVcenter::document).toList();
        JsonNode made =
                control.post(VMS, Map.of("name", name, "powerOn", true, "firmware", firmware, "disks", contents));
        List<Disk> known = new ArrayList<>();
        for (JsonNode disk : made.path("disks")) {
            known.add(new Disk(
                    disk.path("key").asInt(),
                    disk.path("uuid").asText(),
                    disk.path("sizeBytes").asLong()));
        }
        return new Vm(made.path("vm").asText(), name, known);
    }

    private static Map<String, Object> document(Content content) {
        Map<String, Object> document = new HashMap<>();
        if (content instanceof Content.FromFile file) {
            document.put("file", file.raw().toAbsolutePath().toString());
        } else if (content instanceof Content.Seeded seeded) {
            document.put("sizeBytes", seeded.sizeBytes());
            document.put("seed", seeded.seed());
            document.put("holes", seeded.holes());
        }
        return document;
    }

    /** Removes a VM with all it has. */
    public void deleteVm(String name) {
        control.delete(VMS + "/" + name);
    }

    /** Writes as the guest would. */
    public void write(String vm, int diskKey, long offsetBytes, byte[] bytes) {
        control.postBytes(disk(vm, diskKey) + "/write?offset=" + offsetBytes, bytes);
    }

    /** Writes zeros as the guest would. */
    public void writeZeros(String vm, int diskKey, long offsetBytes, long lengthBytes) {
        String where = "/write?offset=" + offsetBytes + "&length=" + lengthBytes;
        control.postBytes(disk(vm, diskKey) + where + "&zero=true", new byte[0]);
    }

    /** SHA-256 in hex of what a disk holds now, by the lab's model. */
    public String liveSha256(String vm, int diskKey) {
        return control.get(disk(vm, diskKey) + "/sha256").path("sha256").asText();
    }

    /** Every VM snapshot ever taken, removed ones too, as the lab words it. */
    public JsonNode snapshots() {
        return control.get(SNAPSHOTS);
    }

    /** SHA-256 in hex of each block of a disk as a VM snapshot froze it, the last padded with zeros, by the lab's model. */
    public List<String> frozenDigests(String snapshotMoref, int diskKey, int blockSizeBytes) {
        String path = SNAPSHOTS + "/" + snapshotMoref + "/disks/" + diskKey + "/blocks?size=" + blockSizeBytes;
        List<String> digests = new ArrayList<>();
        control.get(path).path("digests").forEach(digest -> digests.add(digest.asText()));
        return digests;
    }

    /** Changes settings: cbtGrainBytes, cbtLie, sessionTimeoutSeconds, … */
    public void settings(Map<String, Object> settings) {
        control.post("/vcenter/settings", settings);
    }

    /** Makes a user with these privileges, or gives one others; the password is new for a new one. */
    public LabUser addUser(String name, List<String> privileges) {
        return LabUser.of(control.post("/vcenter/users", Map.of("name", name, "privileges", privileges)));
    }

    /** Gives it a new certificate, and answers its SHA-256 fingerprint. */
    public String renewCertificate() {
        return control.post("/vcenter/certificate", Map.of())
                .path("fingerprint")
                .asText();
    }

    /** Ends every session. */
    public void expireSessions() {
        control.post("/vcenter/sessions/expire", Map.of());
    }

    private static String disk(String vm, int diskKey) {
        return VMS + "/" + vm + "/disks/" + diskKey;
    }
}
