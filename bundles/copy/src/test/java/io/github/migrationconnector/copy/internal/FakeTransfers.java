package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import io.github.migrationconnector.api.target.TestBlocks;
import java.util.ArrayList;
import java.util.List;

/** Transfers that only note what they were asked for, and end as a test wants. */
final class FakeTransfers implements Transfers {
    final List<TransferRequest> requests = new ArrayList<>();
    final List<VerifyRequest> verifications = new ArrayList<>();
    final List<String> discarded = new ArrayList<>();
    Ending ending = () -> {};
    Verification verification = new Verification(7, 0, List.of());

    /** What happens in place of an end. */
    @FunctionalInterface
    interface Ending {
        void happen() throws InterruptedException;
    }

    @Override
    public TransferResult run(TransferRequest request, ProgressListener listener) throws InterruptedException {
        requests.add(request);
        TransferProgress progress = new TransferProgress(TransferStage.STREAMING, "snap-1", 524288, 7, 3, 2, 1, 0);
        listener.progress(progress);
        ending.happen();
        TransferProgress done = new TransferProgress(TransferStage.DONE, "snap-1", 524288, 7, 7, 4, 2, 1);
        listener.progress(done);
        return new TransferResult(done, 3_500_000, TestBlocks.digest(new byte[1]), false);
    }

    @Override
    public void discard(String transferId) {
        discarded.add(transferId);
    }

    @Override
    public Verification verify(VerifyRequest request, ProgressListener listener) {
        verifications.add(request);
        return verification;
    }
}
