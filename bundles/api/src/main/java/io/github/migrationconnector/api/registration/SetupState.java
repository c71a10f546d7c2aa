package io.github.migrationconnector.api.registration;

/** How far the set-up is. */
public enum SetupState {
    /** Nothing was set up. */
    NEW,
    /** Both sides were checked and are in force. */
    REGISTERED
}
