package io.github.migrationconnector.api.source;

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
}
