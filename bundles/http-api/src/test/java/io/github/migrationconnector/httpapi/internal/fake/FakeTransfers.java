package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferRequest;
import io.github.migrationconnector.api.streaming.TransferResult;
import io.github.migrationconnector.api.streaming.TransferStage;
import io.github.migrationconnector.api.streaming.Transfers;
import io.github.migrationconnector.api.streaming.Verification;
import io.github.migrationconnector.api.streaming.VerifyRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Verifies when it is let to. */
public final class FakeTransfers implements Transfers {
    public final CountDownLatch goOn = new CountDownLatch(1);
    public final CountDownLatch reached = new CountDownLatch(1);
    public volatile long differing;
    public volatile Optional<RuntimeException> fails = Optional.empty();

    @Override
    public TransferResult run(TransferRequest request, ProgressListener listener) {
        throw new UnsupportedOperationException("not by the API");
    }

    @Override
    public void discard(String transferId) {
        throw new UnsupportedOperationException("not by the API");
    }

    @Override
    public Verification verify(VerifyRequest request, ProgressListener listener) throws InterruptedException {
        listener.progress(
                new TransferProgress(TransferStage.STREAMING, request.snapshotId(), 524_288, 2048, 5, 0, 0, 0));
        reached.countDown();
        goOn.await();
        fails.ifPresent(failure -> {
            throw failure;
        });
        return new Verification(2048, differing, differing == 0 ? List.of() : List.of(7));
    }
}
