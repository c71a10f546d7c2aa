package io.github.migrationconnector.launcher.internal;

import java.util.Arrays;
import java.util.Optional;

/** How a bundle is replaced by a newer one. */
public enum Tier {
    /** With a restart of the daemon; the daemon does not run without it. */
    PLATFORM("platform"),
    /** While the daemon runs. */
    LIVE("live");

    private final String word;

    Tier(String word) {
        this.word = word;
    }

    /** As bundle sets write it. */
    public String word() {
        return word;
    }

    static Optional<Tier> of(String word) {
        return Arrays.stream(values()).filter(tier -> tier.word.equals(word)).findFirst();
    }
}
