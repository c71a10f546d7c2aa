package io.github.migrationconnector.api.upgrade;

import java.nio.file.Path;
import java.util.Objects;

/** Where the set comes from that is to be put in force. */
public sealed interface UpgradeSource {
    /** The newest release of the channel that is set. */
    record Channel() implements UpgradeSource {}

    /**
     * The newest release of a file.
     *
     * @param path on this machine, as {@code connector release make --offline} writes it
     */
    record ReleaseFile(Path path) implements UpgradeSource {
        public ReleaseFile {
            Objects.requireNonNull(path, "path");
        }
    }

    /** The newest release of the file that was uploaded last, as {@link Upgrades#receive} took it in. */
    record Uploaded() implements UpgradeSource {}

    /** The set that was in force before. */
    record PreviousSet() implements UpgradeSource {}
}
