package io.github.migrationconnector.api.connection;

/**
 * The privileges that the connector makes use of. Source of the names: vSphere Web Services API, privileges defined by vSphere.
 */
public enum VcenterPrivilege {
    BROWSE("Datastore.Browse", true, "find the files of disks"),
    FILE_MANAGEMENT("Datastore.FileManagement", true, "read the files of disks"),
    EXPORT("VApp.Export", true, "export disks whose files can't be read"),
    CREATE_SNAPSHOT("VirtualMachine.State.CreateSnapshot", true, "freeze disks while they are read"),
    REMOVE_SNAPSHOT("VirtualMachine.State.RemoveSnapshot", true, "remove the connector's own snapshots"),
    CHANGE_TRACKING("VirtualMachine.Config.ChangeTracking", false, "later runs read only what has changed"),
    DISK_RANDOM_READ("VirtualMachine.Provisioning.DiskRandomRead", false, "later runs read only what has changed"),
    POWER_OFF("VirtualMachine.Interact.PowerOff", false, "shut a server down for its cut-over"),
    POWER_ON("VirtualMachine.Interact.PowerOn", false, "start a server again when its cut-over is called off");

    private final String id;
    private final boolean needed;
    private final String brings;

    VcenterPrivilege(String id, boolean needed, String brings) {
        this.id = id;
        this.needed = needed;
        this.brings = brings;
    }

    /** vSphere's name of it. */
    public String id() {
        return id;
    }

    /** Whether no run works without it. */
    public boolean needed() {
        return needed;
    }

    /** What the connector does with it. */
    public String brings() {
        return brings;
    }
}
