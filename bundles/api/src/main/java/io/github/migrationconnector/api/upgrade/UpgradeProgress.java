package io.github.migrationconnector.api.upgrade;

import java.util.Objects;

/**
 * How far an upgrade is.
 *
 * @param stage what is done now
 * @param target the set that is being put in force; empty when none is
 * @param done of the files of a stage, its bundles, or its seconds
 * @param total of them; 0 when that is not known
 */
public record UpgradeProgress(UpgradeStage stage, String target, int done, int total) {
    /** Nothing is under way. */
    public static final UpgradeProgress NONE = new UpgradeProgress(UpgradeStage.IDLE, "", 0, 0);

    public UpgradeProgress {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(target, "target");
        if (done < 0 || total < 0) {
            throw new IllegalArgumentException(done + " of " + total);
        }
    }
}
