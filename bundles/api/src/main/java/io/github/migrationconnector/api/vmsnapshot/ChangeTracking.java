package io.github.migrationconnector.api.vmsnapshot;

import java.util.Objects;

/** Whether changed blocks of a VM are tracked, asked or switched on before a snapshot is taken. */
public sealed interface ChangeTracking {
    /** On: the next snapshot's disks have change ids. */
    record On() implements ChangeTracking {}

    /**
     * Not on, and it could not be switched on now.
     *
     * @param reason why, with the fix
     */
    record Off(String reason) implements ChangeTracking {
        public Off {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
