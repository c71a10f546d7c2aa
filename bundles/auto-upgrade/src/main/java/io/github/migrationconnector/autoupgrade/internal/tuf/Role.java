package io.github.migrationconnector.autoupgrade.internal.tuf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The top-level roles of The Update Framework (specification 1.0.33, section 2.1); delegated roles are not used. */
public enum Role {
    ROOT(512 * 1024),
    TIMESTAMP(16 * 1024),
    SNAPSHOT(256 * 1024),
    TARGETS(4 * 1024 * 1024);

    private final int mostBytes;

    Role(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** As metadata writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its unversioned file. */
    public String fileName() {
        return word() + ".json";
    }

    /** Longer metadata are not even parsed. */
    int mostBytes() {
        return mostBytes;
    }

    static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }
}
