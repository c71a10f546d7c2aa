package io.github.migrationconnector.vsphere.internal.snapshot;

import io.github.migrationconnector.api.source.SourceAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one disk as a snapshot froze it: {@code vsphere-snapshot:VM/SNAPSHOT/DEVICEKEY}.
 *
 * @param vmId the VM's managed object id
 * @param snapshotId the snapshot's managed object id
 * @param diskKey device key
 */
public record SnapshotDiskAddress(String vmId, String snapshotId, int diskKey) {
    public static final String SCHEME = "vsphere-snapshot";

    private static final String ID = "[A-Za-z0-9_.-]{1,80}";
    private static final Pattern LOCATION = Pattern.compile("(" + ID + ")/(" + ID + ")/(\\d{1,9})");

    public SnapshotDiskAddress {
        if (!vmId.matches(ID) || !snapshotId.matches(ID) || diskKey < 0) {
            throw new IllegalArgumentException("not a disk of a snapshot: " + vmId + "/" + snapshotId + "/" + diskKey);
        }
    }

    /** Reads a location; throws IllegalArgumentException for anything else. */
    public static SnapshotDiskAddress parse(String location) {
        Matcher parts = LOCATION.matcher(location);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not VM/SNAPSHOT/DEVICEKEY: " + location);
        }
        return new SnapshotDiskAddress(parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
    }

    SourceAddress toSourceAddress() {
        return new SourceAddress(SCHEME, vmId + "/" + snapshotId + "/" + diskKey);
    }
}
