package io.github.migrationconnector.api.upgrade;

/** How a change of one bundle comes into force. */
public enum ChangeWay {
    /** While the daemon runs on; the bundle's own services are away for a moment. */
    LIVE,
    /** The daemon's framework starts anew, within seconds. */
    RESTART,
    /** Whenever the daemon starts the next time: only for the bundle that carries the upgrade out. */
    NEXT_START
}
