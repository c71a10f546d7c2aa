package io.github.migrationconnector.replication.internal.fake;

import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Finding;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.inventory.PowerState;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.replication.RunPhase;
import io.github.migrationconnector.api.replication.RunState;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.replication.internal.domain.Checkpoint;
import io.github.migrationconnector.replication.internal.domain.DiskRecord;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * What outlives the daemon: a VM with its disks, its snapshots, the account with its EBS snapshots and images, and the
 * database. A disk's content is one number a snapshot block; 0 is a block of zeros.
 */
public final class World {
    public static final String VM = "vm-42";
    public static final String CONNECTOR = "c-0123456789abcdef0";
    public static final int BLOCK_BYTES = 524_288;
    static final int BLOCKS = 8;

    final Map<Integer, int[]> disks = new TreeMap<>();
    public final Map<Integer, String> uuids = new TreeMap<>();
    public final Map<Integer, Integer> extraBytes = new TreeMap<>();
    final Map<String, FrozenVm> vmSnapshots = new LinkedHashMap<>();
    final Map<String, int[]> frozenByChangeId = new HashMap<>();
    final Map<String, EbsSnapshot> ebs = new LinkedHashMap<>();
    final Map<String, Journal> journals = new HashMap<>();
    /** Each transfer as it was asked for. */
    final List<TransferRequest> requests = new ArrayList<>();
    /** Of each VM snapshot whether the guest was asked to be at rest. */
    final List<Boolean> quiesced = new ArrayList<>();

    final Map<String, ImageSpec> images = new LinkedHashMap<>();
    /** By image id: who else may launch it. */
    public final Map<String, List<String>> sharedWith = new HashMap<>();

    final Map<String, ImageSpec> deregistered = new LinkedHashMap<>();
    public final InMemoryRunStore database = new InMemoryRunStore();
    public final Trouble trouble = new Trouble();
    public volatile PowerState power = PowerState.ON;
    public volatile int plugsPulled;
    /** Which vCenter answers, and which machine it has under the id. */
    public volatile String vcenterId = "vcenter-a";

    public volatile String instanceUuid = "uuid-a";
    private final Random guest = new Random(42);
    private int ids;
    int readBacks;

    /** A VM snapshot. */
    public record FrozenVm(
            String id, String vmId, String name, Map<Integer, int[]> content, Map<Integer, String> changeIds) {}

    /** An EBS snapshot. */
    static final class EbsSnapshot {
        final String id;
        final int[] content;
        final Map<String, String> tags;
        /** The key's name; empty for none. */
        final String key;

        SnapshotState state = SnapshotState.PENDING;
        int puts;

        EbsSnapshot(String id, int[] content, Map<String, String> tags) {
            this(id, content, tags, "");
        }

        EbsSnapshot(String id, int[] content, Map<String, String> tags, String key) {
            this.id = id;
            this.content = content;
            this.tags = tags;
            this.key = key;
        }
    }

    /** What disk-streaming keeps of a transfer. */
    static final class Journal {
        final String source;
        final EbsSnapshot snapshot;
        final boolean[] acknowledged;
        long unchanged;

        Journal(String source, EbsSnapshot snapshot, int blocks) {
            this.source = source;
            this.snapshot = snapshot;
            this.acknowledged = new boolean[blocks];
        }
    }

    /** What goes wrong on purpose. */
    public static final class Trouble {
        public boolean trackingOff;
        public boolean changesUnknown;
        public boolean accountEncrypts;
        public boolean vmIsGone;
        public boolean guestHangs;
        public boolean listsDeregisteredImages;
        public List<Finding> findings = List.of();
        /** By call, such as {@code Transfers.run}: the problems that its next calls meet. */
        public final Map<String, List<Problem>> next = new HashMap<>();
        /** Is run at each block that is about to be put. */
        public Runnable atEachBlock = () -> {};
        /** Is run before each transfer is discarded. */
        public Runnable atDiscard = () -> {};
        /** Is run before a VM snapshot is taken. */
        public Runnable beforeSnapshot = () -> {};
        /** Is run when an image has been registered. */
        public Runnable atRegistration = () -> {};

        public void meet(String call, Problem... problems) {
            next.put(call, new ArrayList<>(List.of(problems)));
        }

        synchronized void at(String call) {
            List<Problem> waiting = next.getOrDefault(call, List.of());
            if (!waiting.isEmpty()) {
                throw waiting.remove(0).asException();
            }
        }
    }

    public World() {
        disks.put(2000, filled(1));
        disks.put(2001, filled(100));
        disks.get(2001)[3] = 0;
        uuids.put(2000, "uuid-a");
        uuids.put(2001, "uuid-b");
        extraBytes.put(2000, 0);
        extraBytes.put(2001, -1536);
        // another connector's: named like ours, with the id of a run that we don't know
        freeze("vm-7", "connector-sms-run-of-another", Map.of());
    }

    private static int[] filled(int from) {
        int[] content = new int[BLOCKS];
        Arrays.setAll(content, i -> from + i);
        return content;
    }

    public long capacityBytes(int key) {
        return (long) disks.get(key).length * BLOCK_BYTES + extraBytes.get(key);
    }

    String nextId(String prefix) {
        return prefix + ++ids;
    }

    FrozenVm freeze(String vmId, String name, Map<Integer, int[]> content) {
        Map<Integer, int[]> copy = new TreeMap<>();
        Map<Integer, String> changeIds = new TreeMap<>();
        String id = nextId("snapshot-");
        content.forEach((key, blocks) -> {
            copy.put(key, blocks.clone());
            changeIds.put(key, "epoch/" + id + "/" + key);
            frozenByChangeId.put(changeIds.get(key), blocks.clone());
        });
        FrozenVm frozen = new FrozenVm(id, vmId, name, copy, changeIds);
        vmSnapshots.put(id, frozen);
        return frozen;
    }

    /** The guest writes some blocks of each disk, zeros over data too. */
    public synchronized void guestWrites() {
        for (int[] blocks : disks.values()) {
            blocks[guest.nextInt(blocks.length)] = 1000 + guest.nextInt(1_000_000);
            blocks[guest.nextInt(blocks.length)] = 0;
        }
    }

    /** A disk of the VM grows by some blocks, or shrinks. */
    public synchronized void resize(int key, int blocks) {
        disks.put(key, Arrays.copyOf(disks.get(key), blocks));
    }

    RunPhase phaseOnDisk() {
        return database.youngest().map(RunRecord::phase).orElse(RunPhase.CHECKING);
    }

    /** Everything that is wrong with what the runs have left; empty when all is well. */
    public synchronized List<String> complaints() {
        List<String> found = new ArrayList<>();
        vmSnapshots.values().stream()
                .filter(snapshot -> snapshot.vmId().equals(VM))
                .forEach(snapshot -> found.add("VM snapshot left: " + snapshot.name()));
        if (vmSnapshots.values().stream().noneMatch(snapshot -> snapshot.vmId().equals("vm-7"))) {
            found.add("another connector's VM snapshot is gone");
        }
        List<String> accounted = new ArrayList<>();
        for (RunRecord run : database.all()) {
            found.addAll(complaints(run));
            if (run.recorded()) {
                run.disks().forEach(disk -> accounted.add(disk.progress().snapshotId()));
            }
        }
        found.addAll(journalComplaints());
        for (EbsSnapshot snapshot : ebs.values()) {
            if (snapshot.state != SnapshotState.COMPLETED) {
                found.add("EBS snapshot left " + snapshot.state + ": " + snapshot.id);
            }
            if (!accounted.contains(snapshot.id)) {
                found.add("EBS snapshot of no run: " + snapshot.id);
            }
        }
        for (Checkpoint pair : database.allCheckpoints()) {
            int[] frozen = frozenByChangeId.get(pair.changeId());
            EbsSnapshot snapshot = ebs.get(pair.snapshotId());
            if (snapshot == null) {
                found.add("checkpoint without its snapshot: " + pair);
            } else if (frozen != null && !Arrays.equals(frozen, snapshot.content)) {
                found.add("change id and snapshot are of two points in time: " + pair);
            }
        }
        return found;
    }

    /** One generation of journals is kept: what the next run builds on, and what the latest image was made of. */
    private List<String> journalComplaints() {
        Set<String> wanted = new HashSet<>();
        database.allCheckpoints().forEach(pair -> wanted.add(pair.transferId()));
        for (String id : wanted) {
            if (!journals.containsKey(id)) {
                return List.of("the checkpoint's journal is gone: " + id);
            }
        }
        database.all().stream()
                .filter(run -> run.state() == RunState.COMPLETED)
                .reduce((earlier, later) -> later)
                .ifPresent(run -> run.disks().forEach(disk -> wanted.add(disk.transferId(run.id()))));
        return journals.keySet().stream()
                .filter(id -> !wanted.contains(id))
                .map(id -> "journal left: " + id)
                .toList();
    }

    private List<String> complaints(RunRecord run) {
        List<String> found = new ArrayList<>();
        if (!run.state().ended()) {
            found.add(run.id() + " is " + run.state() + " in " + run.phase());
        }
        if (run.leftovers()) {
            found.add(run.id() + " has leftovers");
        }
        Optional<String> image = images.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(run.id()))
                .map(entry -> entry.getValue().toString())
                .findFirst();
        boolean wanted = run.phase() == RunPhase.FINISHED;
        if (wanted && image.isEmpty()) {
            found.add(run.id() + " has no image");
        }
        if (!wanted && image.isPresent()) {
            found.add(run.id() + " has an image that it should not have");
        }
        if (wanted) {
            for (DiskRecord disk : run.disks()) {
                int[] frozen = frozenByChangeId.get(
                        "epoch/" + run.vmSnapshotId() + "/" + disk.disk().key());
                EbsSnapshot snapshot = ebs.get(disk.progress().snapshotId());
                if (snapshot == null || !Arrays.equals(frozen, snapshot.content)) {
                    found.add(run.id() + ": disk " + disk.disk().key() + " is not what was frozen");
                }
                if (image.isPresent() && !image.get().contains(disk.progress().snapshotId())) {
                    found.add(run.id() + ": the image lacks disk " + disk.disk().key());
                }
            }
        }
        return found;
    }

    /** Plants a fault, to show that {@link #complaints} sees it: changes one block of every EBS snapshot. */
    public synchronized void spoilEbs() {
        ebs.values().forEach(snapshot -> snapshot.content[0]++);
    }

    public synchronized int imageCount() {
        return images.size();
    }

    /** Somebody makes an image of everything that there is. */
    public synchronized void plantImageOfAllSnapshots(String name) {
        List<ImageDisk> held = ebs.keySet().stream()
                .map(id -> new ImageDisk("/dev/sd" + id, id, 1))
                .toList();
        images.put(name, new ImageSpec(name, "", Firmware.BIOS, held, Map.of()));
    }

    /** Plants a fault: an EBS snapshot that no run knows. */
    public synchronized void leakEbs() {
        ebs.put("snap-leak", new EbsSnapshot("snap-leak", new int[1], Map.of()));
    }

    /** Plants an EBS snapshot by its tags: a run of a connector began it. */
    public synchronized void plantEbs(String id, String connectorId, String runId) {
        ebs.put(
                id,
                new EbsSnapshot(
                        id,
                        new int[1],
                        Map.of(OwnedSnapshots.CONNECTOR_TAG, connectorId, OwnedSnapshots.RUN_TAG, runId)));
    }

    /** Somebody takes an image away. */
    public synchronized void loseImage(String name) {
        images.remove(name);
    }

    public synchronized Set<String> ebsIds() {
        return Set.copyOf(ebs.keySet());
    }

    public synchronized Set<String> journalIds() {
        return Set.copyOf(journals.keySet());
    }

    /** Takes an EBS snapshot away, as somebody with the console would. */
    public synchronized void loseEbs(String snapshotId) {
        ebs.remove(snapshotId);
    }

    public synchronized int puts(String snapshotId) {
        return ebs.get(snapshotId).puts;
    }

    /** The key of an EBS snapshot; empty for none. */
    public synchronized String encryptionOf(String snapshotId) {
        return ebs.get(snapshotId).key;
    }

    public synchronized List<TransferRequest> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<Boolean> quiesced() {
        return List.copyOf(quiesced);
    }

    public synchronized Map<String, String> tags(String snapshotId) {
        return ebs.get(snapshotId).tags;
    }

    public synchronized ImageSpec image(String imageName) {
        return images.get(imageName);
    }

    public synchronized List<String> imageNames() {
        return List.copyOf(images.keySet());
    }

    public synchronized List<String> vmSnapshotNames() {
        return vmSnapshots.values().stream().map(FrozenVm::name).toList();
    }

    /** A VM snapshot of ours that should not be there. */
    public synchronized void plantVmSnapshot(String name) {
        freeze(VM, name, disks);
    }

    /** How many times a transfer lacked its parent's digests and had to read the parent back. */
    public synchronized int readBacks() {
        return readBacks;
    }

    public synchronized int ebsCount() {
        return ebs.size();
    }
}
