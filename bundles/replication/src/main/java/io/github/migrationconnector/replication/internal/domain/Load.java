package io.github.migrationconnector.replication.internal.domain;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a run takes of what all runs share, from its admission until its transfers are done.
 *
 * @param datastores the datastore of each disk; as many as the VM has disks
 * @param hostId the ESXi host that reads them; empty when it is not known
 */
public record Load(List<String> datastores, String hostId) {
    /** Not known yet. */
    public static final Load NONE = new Load(List.of(), "");

    public Load {
        datastores = List.copyOf(datastores);
        Objects.requireNonNull(hostId, "hostId");
    }

    /** How many disks, each of which becomes a pending EBS snapshot. */
    public int disks() {
        return datastores.size();
    }

    public long disksOn(String datastore) {
        return datastores.stream().filter(datastore::equals).count();
    }

    /** How many disks a host reads for this run. */
    public long disksOfHost(String host) {
        return hostId.equals(host) ? disks() : 0;
    }

    /** One line for each datastore: their names have none (vSphere Web Services API, Datastore.name). */
    public String text() {
        return String.join("\n", datastores);
    }

    /** Reads what {@link #text} writes. */
    public static Load read(String text, String hostId) {
        return new Load(text.isEmpty() ? List.of() : Arrays.asList(text.split("\n", -1)), hostId);
    }
}
