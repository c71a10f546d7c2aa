package io.github.migrationconnector.api.connection;

import java.util.List;
import java.util.Objects;

/**
 * What one login to vCenter brought.
 *
 * @param identity what answered
 * @param datacenters what the user may do in each that it sees
 */
public record VcenterExamination(VcenterIdentity identity, List<DatacenterPrivileges> datacenters) {
    public VcenterExamination {
        Objects.requireNonNull(identity, "identity");
        datacenters = List.copyOf(datacenters);
    }
}
