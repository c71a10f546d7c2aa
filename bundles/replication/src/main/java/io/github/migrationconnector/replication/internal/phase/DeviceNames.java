package io.github.migrationconnector.replication.internal.phase;

/**
 * The names of an image's disks. The EC2 user guide ("Device names for volumes on Amazon EC2 instances") reserves {@code
 * /dev/sda1} for the root of a Linux image and recommends {@code /dev/sd[f-p]} for others, and allows {@code /dev/sd[b-z]}.
 */
final class DeviceNames {
    /** The retired service's limit of volumes of one VM. */
    static final int MOST_DISKS = 22;

    private DeviceNames() {}

    /** The name of the disk at a place, the root at 0. */
    static String at(int place) {
        if (place < 0 || place >= MOST_DISKS) {
            throw new IllegalArgumentException("no device name for disk " + place);
        }
        return place == 0 ? "/dev/sda1" : "/dev/sd" + (char) ('a' + place);
    }
}
