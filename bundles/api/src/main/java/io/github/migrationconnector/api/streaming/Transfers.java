package io.github.migrationconnector.api.streaming;

import org.osgi.annotation.versioning.ProviderType;

/** Carries disks into snapshots. Calls block until the work is done; each transfer runs once at a time. */
@ProviderType
public interface Transfers {
    /**
     * Runs a transfer to its end, going on where an earlier attempt with the same id stopped: a finished one answers at
     * once.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException retry ON_RESUME when the service is going
     *     away and the same call goes on once it is back; else the pending snapshot stays for a resume, unless it can't
     *     be resumed
     * @throws InterruptedException when the calling thread was interrupted; the transfer can be resumed
     */
    TransferResult run(TransferRequest request, ProgressListener listener) throws InterruptedException;

    /** Forgets a transfer: deletes its pending snapshot, if any, and its journal. A completed snapshot stays. */
    void discard(String transferId);

    /**
     * Reads a snapshot back and compares every block.
     *
     * @throws InterruptedException when the calling thread was interrupted
     */
    Verification verify(VerifyRequest request, ProgressListener listener) throws InterruptedException;
}
