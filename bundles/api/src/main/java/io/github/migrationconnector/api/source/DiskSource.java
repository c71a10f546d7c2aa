package io.github.migrationconnector.api.source;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens disks by address. One service per scheme, registered with the service property {@link #SCHEME}. */
@ConsumerType
public interface DiskSource {
    /** Service property: the scheme, or schemes, of the addresses that this source opens. */
    String SCHEME = "source.scheme";

    /**
     * Opens a disk for reading, and checks that it can be read.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with the fix, when there is no such disk or it
     *     is one that must not be copied
     */
    DiskReader open(SourceAddress address);

    /**
     * Where a disk may differ from an older copy of it, by what their files say of each other; no bytes are compared. Outside
     * of these areas both are the same.
     *
     * @param base the older copy, of this scheme too
     * @param disk the disk
     * @return ascending, not overlapping, within the disk; empty when their files don't tell
     * @throws InterruptedException when the calling thread was interrupted
     * @throws io.github.migrationconnector.api.problem.ConnectorException as {@link #open}
     */
    default Optional<List<Extent>> changedSince(SourceAddress base, SourceAddress disk) throws InterruptedException {
        return Optional.empty();
    }
}
