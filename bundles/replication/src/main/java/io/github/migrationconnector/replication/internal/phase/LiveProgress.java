package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.streaming.TransferProgress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How far the transfers are that run now: what the disk knows only now and then. */
public final class LiveProgress {
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

    void remove(String transferId) {
        byTransfer.remove(transferId);
    }
}
