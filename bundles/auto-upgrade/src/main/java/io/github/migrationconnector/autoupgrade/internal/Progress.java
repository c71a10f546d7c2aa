package io.github.migrationconnector.autoupgrade.internal;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.upgrade.UpgradeProgress;
import io.github.migrationconnector.api.upgrade.UpgradeStage;

/** What is under way; one thing at a time. */
public final class Progress {
    private UpgradeProgress now = UpgradeProgress.NONE;

    /** How far it is. */
    public synchronized UpgradeProgress now() {
        return now;
    }

    /** Begins something, unless something is under way. */
    public synchronized void claim() {
        if (now.stage() != UpgradeStage.IDLE) {
            throw new Problem(
                            "UPGRADE_UNDER_WAY",
                            "an upgrade is under way: " + now.stage(),
                            "Wait until it has ended; upgrade status tells.",
                            Retry.WHEN_FREE)
                    .asException();
        }
        now = new UpgradeProgress(UpgradeStage.VERIFYING, "", 0, 0);
    }

    /** The set that is being put in force. */
    public synchronized void target(String set) {
        now = new UpgradeProgress(now.stage(), set, now.done(), now.total());
    }

    /** The next stage; the last one is none. */
    public synchronized void reach(UpgradeStage stage) {
        now = stage == UpgradeStage.IDLE ? UpgradeProgress.NONE : new UpgradeProgress(stage, now.target(), 0, 0);
    }

    /** So much of a stage is done. */
    public synchronized void step(int done, int total) {
        now = new UpgradeProgress(now.stage(), now.target(), Math.min(done, total), total);
    }
}
