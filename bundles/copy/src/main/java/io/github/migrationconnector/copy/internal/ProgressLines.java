package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.streaming.ProgressListener;
import io.github.migrationconnector.api.streaming.TransferProgress;
import io.github.migrationconnector.api.streaming.TransferStage;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Prints how far a transfer is: each stage, and a line now and then. */
final class ProgressLines implements ProgressListener {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final double MIB = 1 << 20;

    private final PrintStream err;
    private TransferStage stage = TransferStage.DONE;
    private long toldAt;
    private long bytesTold;

    ProgressLines(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void progress(TransferProgress progress) {
        long now = System.nanoTime();
        boolean newStage = progress.stage() != stage;
        if (!newStage && now - toldAt < PERIOD_NANOS) {
            return;
        }
        switch (progress.stage()) {
            case PREPARING -> tell(newStage, "preparing");
            case STREAMING -> err.println(streaming(progress, newStage ? 0 : now - toldAt));
            case COMPLETING -> tell(newStage, "all blocks are put; waiting for the snapshot to be ready");
            case DONE -> tell(newStage, "done");
        }
        err.flush();
        stage = progress.stage();
        toldAt = now;
        bytesTold = progress.bytesPut();
    }

    private void tell(boolean newStage, String what) {
        if (newStage) {
            err.println(what);
        }
    }

    private String streaming(TransferProgress progress, long nanos) {
        long percent = progress.blocksInScope() == 0 ? 100 : progress.blocksDone() * 100 / progress.blocksInScope();
        String line = String.format(
                Locale.ROOT,
                "%3d %%  %d of %d blocks, %d put, %d zero, %d unchanged",
                percent,
                progress.blocksDone(),
                progress.blocksInScope(),
                progress.blocksPut(),
                progress.blocksZero(),
                progress.blocksUnchanged());
        if (nanos <= 0) {
            return line;
        }
        double rate = (progress.bytesPut() - bytesTold) / MIB / nanos * TimeUnit.SECONDS.toNanos(1);
        return line + String.format(Locale.ROOT, ", %.0f MiB/s", rate);
    }
}
