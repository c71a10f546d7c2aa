package io.github.migrationconnector.api.vmsnapshot;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes, finds and removes VM snapshots. Only those whose name begins with {@link #NAME_PREFIX} are ours; another's is
 * never touched.
 */
@ProviderType
public interface VmSnapshots {
    /** How the names of our snapshots begin; the run's id follows. */
    String NAME_PREFIX = "connector-";

    /** Switches changed-block tracking on where it can be; must come before {@link #create} (correctness rule 5). */
    ChangeTracking enableChangeTracking(String vmId);

    /**
     * Takes a snapshot without memory and waits for it.
     *
     * @param name begins with {@link #NAME_PREFIX}
     * @param quiesce whether the guest's file systems are asked to be at rest
     */
    VmSnapshot create(String vmId, String name, boolean quiesce);

    /** Finds a snapshot of ours by its name, so that a caller that lost the answer to create does not make a second one. */
    Optional<VmSnapshot> find(String vmId, String name);

    /** Every snapshot of ours in the estate, for the sweep of orphans. */
    List<VmSnapshot> owned();

    /** Removes one snapshot of ours, its children stay, and waits for it. No error when it, or its VM, is gone. */
    void remove(String vmId, String snapshotId);

    /**
     * What changed on one disk since an earlier change id.
     *
     * @param snapshot the younger point in time
     * @param diskKey device key
     * @param sinceChangeId the older one's change id; {@code *} asks for what is allocated
     */
    ChangedAreas changedAreas(VmSnapshot snapshot, int diskKey, String sinceChangeId);
}
