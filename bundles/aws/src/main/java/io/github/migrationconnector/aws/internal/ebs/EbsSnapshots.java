package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotReader;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriter;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The EBS snapshots of the account and region that the connection names. */
final class EbsSnapshots implements SnapshotTarget.Snapshots {
    private final SnapshotCalls calls;
    private final BlockCalls blocks;
    private final RecentSnapshots recent;

    EbsSnapshots(SnapshotCalls calls, BlockCalls blocks, RecentSnapshots recent) {
        this.calls = calls;
        this.blocks = blocks;
        this.recent = recent;
    }

    @Override
    public SnapshotWriter start(SnapshotSpec spec) {
        if (spec.lineage() instanceof Lineage.ChildOf child) {
            checkParent(child.parentSnapshotId());
        }
        return new EbsSnapshotWriter(calls.start(spec), blocks, calls);
    }

    /** With encryption by default no child of an unencrypted parent can be made (correctness rule 11). */
    private void checkParent(String parentId) {
        Snapshot parent =
                calls.describe(parentId).orElseThrow(() -> unknown(parentId).asException());
        if (!Boolean.TRUE.equals(parent.encrypted()) && calls.encryptionByDefault()) {
            throw Problem.fatal(
                            "TARGET_PARENT_NOT_ENCRYPTED",
                            "The account encrypts EBS by default, and the parent snapshot " + parentId
                                    + " is not encrypted: AWS refuses a child of it.",
                            "Start a full transfer, or copy the parent encrypted and use the copy.")
                    .asException();
        }
    }

    @Override
    public SnapshotWriter reopen(OpenSnapshot snapshot) {
        recent.add(snapshot.snapshotId());
        return new EbsSnapshotWriter(snapshot, blocks, calls);
    }

    @Override
    public Optional<SnapshotState> state(String snapshotId) {
        Optional<SnapshotState> state = calls.describe(snapshotId).map(SnapshotCalls::state);
        if (state.isEmpty() && recent.contains(snapshotId)) {
            return Optional.of(SnapshotState.PENDING);
        }
        return state;
    }

    @Override
    public SnapshotReader read(String snapshotId) {
        Snapshot snapshot =
                calls.describe(snapshotId).orElseThrow(() -> unknown(snapshotId).asException());
        if (SnapshotCalls.state(snapshot) != SnapshotState.COMPLETED) {
            throw Problem.fatal(
                            "TARGET_SNAPSHOT_NOT_COMPLETED",
                            "Snapshot " + snapshotId + " is " + snapshot.stateAsString() + ".",
                            "Wait until it is completed.")
                    .asException();
        }
        return EbsSnapshotReader.open(snapshot, calls, blocks);
    }

    @Override
    public void delete(String snapshotId) {
        if (!calls.delete(snapshotId) && recent.contains(snapshotId)) {
            // it is there all the same: answering that it is gone would leave it behind
            throw Problem.passing(
                            "TARGET_SNAPSHOT_NOT_VISIBLE_YET",
                            "Snapshot " + snapshotId + " is new and can't be deleted yet.",
                            "Nothing to do: it is tried again.")
                    .asException();
        }
        recent.remove(snapshotId);
    }

    private static Problem unknown(String snapshotId) {
        return Problem.fatal(
                "TARGET_SNAPSHOT_UNKNOWN",
                "There is no snapshot " + snapshotId + " in this account and region.",
                "Check the id, the region and the account of the keys.");
    }
}
