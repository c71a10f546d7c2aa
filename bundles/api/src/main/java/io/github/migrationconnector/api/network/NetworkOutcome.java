package io.github.migrationconnector.api.network;

import java.util.Objects;

/**
 * How a change ended.
 *
 * @param id the change's
 * @param kept whether its settings were kept; else the ones before are in force again
 * @param reason why it was taken back by the machine itself; empty when nobody confirmed it, or somebody took it back
 */
public record NetworkOutcome(String id, boolean kept, String reason) {
    public NetworkOutcome {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(reason, "reason");
    }
}
