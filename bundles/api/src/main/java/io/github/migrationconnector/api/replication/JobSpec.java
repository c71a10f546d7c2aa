package io.github.migrationconnector.api.replication;

import java.util.Objects;

/**
 * A replication job to be made.
 *
 * @param vm id, path or name of the VM
 * @param description for people; may be empty
 * @param quiesce whether the guest's file systems are asked to be at rest for each snapshot
 * @param bytesPerSecond cap on what a run puts; 0 for none
 */
public record JobSpec(String vm, String description, boolean quiesce, long bytesPerSecond) {
    public JobSpec {
        Objects.requireNonNull(vm, "vm");
        Objects.requireNonNull(description, "description");
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("negative rate");
        }
    }
}
