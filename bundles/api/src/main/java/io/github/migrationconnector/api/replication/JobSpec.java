package io.github.migrationconnector.api.replication;

import java.util.Objects;

/**
 * What a replication job is asked to do.
 *
 * @param vm id, path or name of the VM, or the catalog's id of the server ({@code s-…})
 * @param description for people; may be empty
 * @param quiesce whether the guest's file systems are asked to be at rest for each snapshot
 * @param bytesPerSecond cap on what a run puts; 0 for none
 * @param schedule when runs begin by themselves
 * @param image what the images are like
 */
public record JobSpec(
        String vm, String description, boolean quiesce, long bytesPerSecond, Schedule schedule, ImageOptions image) {
    public JobSpec {
        Objects.requireNonNull(vm, "vm");
        Objects.requireNonNull(description, "description");
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("negative rate");
        }
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(image, "image");
    }

    /** A job whose runs are asked for one by one. */
    public JobSpec(String vm, String description, boolean quiesce, long bytesPerSecond) {
        this(vm, description, quiesce, bytesPerSecond, new Schedule.OnDemand(), ImageOptions.DEFAULT);
    }
}
