package io.github.migrationconnector.api.replication;

import java.util.Objects;

/**
 * Which machine a job is for, whatever its managed object id means elsewhere.
 *
 * @param vcenterId the UUID of its vCenter (AboutInfo.instanceUuid); empty when it is not known
 * @param instanceUuid vCenter's UUID of the machine (VirtualMachineConfigInfo.instanceUuid); empty when it is not known
 */
public record VmIdentity(String vcenterId, String instanceUuid) {
    /** Of a job that was made before identities were kept. */
    public static final VmIdentity UNKNOWN = new VmIdentity("", "");

    public VmIdentity {
        Objects.requireNonNull(vcenterId, "vcenterId");
        Objects.requireNonNull(instanceUuid, "instanceUuid");
    }

    /** Whether nothing is known that would tell two vCenters apart. */
    public boolean lacksVcenter() {
        return vcenterId.isEmpty();
    }

    /** Whether both are known and differ. */
    public boolean isOfAnotherVcenter(String otherVcenterId) {
        return !vcenterId.isEmpty() && !otherVcenterId.isEmpty() && !vcenterId.equals(otherVcenterId);
    }

    /** Whether both are known and differ. */
    public boolean isAnotherMachine(String otherInstanceUuid) {
        return !instanceUuid.isEmpty() && !otherInstanceUuid.isEmpty() && !instanceUuid.equals(otherInstanceUuid);
    }
}
