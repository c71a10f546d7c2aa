package io.github.migrationconnector.api.registration;

/** What a set-up does, in the order in which it does it. */
public enum SetupStage {
    /** None is under way. */
    IDLE,
    /** AWS is asked whose the keys are, and the role. */
    CHECKING_AWS,
    /** vCenter is logged in to, its certificate compared, and the user's privileges read. */
    CHECKING_VCENTER,
    /** Both are right: secrets and settings are written, and come into force. */
    STORING
}
