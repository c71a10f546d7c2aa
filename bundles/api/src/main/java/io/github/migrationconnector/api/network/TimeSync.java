package io.github.migrationconnector.api.network;

/** Whether the machine's own time service keeps its clock. */
public enum TimeSync {
    /** It follows a time server. */
    SYNCHRONIZED,
    /** It runs, and no time server has answered it so that it could follow. */
    UNSYNCHRONIZED,
    /** The system doesn't tell, or has no such service: a hypervisor or a host may keep the clock. */
    UNKNOWN
}
