package io.github.migrationconnector.diskstreaming.internal.journal;

import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.OpenSnapshot;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One transfer's memory: what it is bound to, its snapshot, what was decided about each block, and how it ended. */
public final class TransferJournal implements AutoCloseable {
    private static final String HEADER = "header.properties";
    private static final String SNAPSHOT = "snapshot.properties";
    private static final String PARENT = "parent.properties";
    private static final String RESULT = "result.properties";
    private static final String DIGESTS = "digests";
    private static final String PARENT_DIGESTS = "parent-digests";

    private final JournalFiles files;
    private final Runnable release;

    /**
     * A snapshot that was started, and when.
     *
     * @param snapshot as the target answered
     * @param at when it was started
     */
    public record Started(OpenSnapshot snapshot, Instant at) {}

    /**
     * @param files where it lies
     * @param release lets go of it for others
     */
    public TransferJournal(JournalFiles files, Runnable release) {
        this.files = files;
        this.release = release;
    }

    public Optional<JournalHeader> header() {
        return files.read(HEADER).map(JournalHeader::new);
    }

    /** Begins; on disk when the call returns, which is before the snapshot is started (correctness rule 12). */
    public void begin(JournalHeader header) {
        files.write(HEADER, header.values());
    }

    public Optional<Started> started() {
        return files.read(SNAPSHOT)
                .map(values -> new Started(
                        new OpenSnapshot(
                                values.get("snapshotId"),
                                Integer.parseInt(values.get("blockSizeBytes")),
                                Boolean.parseBoolean(values.get("encrypted"))),
                        Instant.parse(values.get("startedAt"))));
    }

    public void started(OpenSnapshot snapshot, Instant at) {
        files.write(
                SNAPSHOT,
                Map.of(
                        "snapshotId", snapshot.snapshotId(),
                        "blockSizeBytes", Integer.toString(snapshot.blockSizeBytes()),
                        "encrypted", Boolean.toString(snapshot.encrypted()),
                        "startedAt", at.toString()));
    }

    /** The table of this transfer's blocks; the caller closes it. */
    public DigestTable digests() {
        return new DigestTable(files.slots(DIGESTS));
    }

    /** A table for digests of the parent that were read back or made from a disk; the caller closes it. */
    public DigestTable parentDigests() {
        return new DigestTable(files.slots(PARENT_DIGESTS));
    }

    /** How large the parent's disk was, once its digests are all in {@link #parentDigests}. */
    public Optional<Long> parentCapacityBytes() {
        return files.read(PARENT).map(values -> Long.parseLong(values.get("capacityBytes")));
    }

    /** The table of the parent's digests is whole. */
    public void parentIsKnown(long capacityBytes) {
        files.write(PARENT, Map.of("capacityBytes", Long.toString(capacityBytes)));
    }

    public Optional<TransferResult> result() {
        return files.read(RESULT)
                .map(values -> new TransferResult(
                        new TransferProgress(
                                TransferStage.DONE,
                                values.get("snapshotId"),
                                Integer.parseInt(values.get("blockSizeBytes")),
                                Long.parseLong(values.get("blocksInScope")),
                                Long.parseLong(values.get("blocksDone")),
                                Long.parseLong(values.get("blocksPut")),
                                Long.parseLong(values.get("blocksZero")),
                                Long.parseLong(values.get("blocksUnchanged"))),
                        Long.parseLong(values.get("capacityBytes")),
                        BlockDigest.fromBase64(values.get("digest")),
                        Boolean.parseBoolean(values.get("encrypted"))));
    }

    public void finish(TransferResult result) {
        Map<String, String> values = new TreeMap<>();
        TransferProgress progress = result.progress();
        values.put("snapshotId", progress.snapshotId());
        values.put("blockSizeBytes", Integer.toString(progress.blockSizeBytes()));
        values.put("blocksInScope", Long.toString(progress.blocksInScope()));
        values.put("blocksDone", Long.toString(progress.blocksDone()));
        values.put("blocksPut", Long.toString(progress.blocksPut()));
        values.put("blocksZero", Long.toString(progress.blocksZero()));
        values.put("blocksUnchanged", Long.toString(progress.blocksUnchanged()));
        values.put("capacityBytes", Long.toString(result.capacityBytes()));
        values.put("digest", result.digest().base64());
        values.put("encrypted", Boolean.toString(result.encrypted()));
        files.write(RESULT, values);
    }

    /** Forgets everything, as before the first run. */
    public void clear() {
        files.clear();
    }

    @Override
    public void close() {
        release.run();
    }
}
