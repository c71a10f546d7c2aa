package io.github.migrationconnector.api.target;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Keeps snapshots. One service per scheme, registered with the service property {@link #SCHEME}. A target with a place
 * of its own gets it as {@code location}: the directory of {@code dir:PATH}; empty for EBS.
 */
@ConsumerType
public interface SnapshotTarget {
    /** Service property: the scheme of this target's addresses ({@code ebs}, {@code dir}, {@code raw}, {@code null}). */
    String SCHEME = "target.scheme";

    /** Code of the problem that calls come too fast: whoever calls slows down all calls, not just the one that failed. */
    String THROTTLED = "TARGET_THROTTLED";

    /** Opens the place where snapshots are kept. Cheap: connections are made when needed and shared. */
    Snapshots at(String location);

    /** The snapshots of one place. Safe for use by several threads. */
    @ConsumerType
    interface Snapshots {
        /**
         * Starts a snapshot, or finds the one that the same spec started before and that is still pending.
         *
         * @throws io.github.migrationconnector.api.problem.ConnectorException when the token was used with another spec,
         *     the parent is not there, not completed or larger, or the target can't encrypt as asked
         */
        SnapshotWriter start(SnapshotSpec spec);

        /** Goes on writing a pending snapshot. */
        SnapshotWriter reopen(OpenSnapshot snapshot);

        /** Where a snapshot stands; empty when the target does not know it. */
        Optional<SnapshotState> state(String snapshotId);

        /**
         * Opens a completed snapshot for reading.
         *
         * @throws io.github.migrationconnector.api.problem.ConnectorException when it is not there or not completed
         */
        SnapshotReader read(String snapshotId);

        /** Removes a snapshot, pending or completed; its children keep what they inherit. No error when it is not there. */
        void delete(String snapshotId);
    }
}
