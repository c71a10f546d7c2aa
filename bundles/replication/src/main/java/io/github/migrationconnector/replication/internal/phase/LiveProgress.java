package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.streaming.TransferProgress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How far the transfers are that run now: what the disk knows only now and then. */
public final class LiveProgress {
    private final Map<String, String> unwritten = new ConcurrentHashMap<>();
    private final Map<String, TransferProgress> byTransfer = new ConcurrentHashMap<>();

    /**
     * Takes a transfer's news.
     *
     * @return what was known before; empty at the first time
     */
    Optional<TransferProgress> put(String transferId, TransferProgress progress) {
        return Optional.ofNullable(byTransfer.put(transferId, progress));
    }

    /** The last news of a transfer that runs; empty when it doesn't. */
    public Optional<TransferProgress> of(String transferId) {
        return Optional.ofNullable(byTransfer.get(transferId));
    }

    /** A run can't be written, and so not even why: the disk is full, or the database is away. */
    public void cannotBeWritten(String runId, String why) {
        unwritten.put(runId, why);
    }

    /** It can be written again. */
    public void isWritten(String runId) {
        unwritten.remove(runId);
    }

    /** Why a run can't be written right now. */
    public Optional<String> whyUnwritten(String runId) {
        return Optional.ofNullable(unwritten.get(runId));
    }

    void remove(String transferId) {
        byTransfer.remove(transferId);
    }
}
