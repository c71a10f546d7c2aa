package io.github.migrationconnector.api.notification;

/** What an administrator can be told of. The names are part of what is sent, so they stay. */
public enum NotificationEvent {
    RUN_COMPLETED,
    RUN_FAILED,
    /** A run was due while another one of its job was active. */
    RUN_MISSED,
    /** Too many runs failed in a row: the job waits to be resumed. */
    JOB_PAUSED_ON_FAILURE,
    /** The last run of a job, with its server shut down, is done. */
    CUTOVER_COMPLETED,
    CUTOVER_FAILED,
    /** The connector can't do its work. */
    CONNECTOR_UNHEALTHY,
    /** It can again. */
    CONNECTOR_HEALTHY,
    /** A vCenter shows a certificate that is not trusted: work with it waits. */
    VCENTER_CERTIFICATE_CHANGED,
    /** The console's certificate or a vCenter's ends soon, or has ended. */
    CERTIFICATE_ENDING,
    UPGRADE_COMPLETED,
    /** The new set was not well, and the one before is in force. */
    UPGRADE_ROLLED_BACK,
    /** So many logins were refused that further ones have to wait. */
    LOGIN_LOCKED
}
