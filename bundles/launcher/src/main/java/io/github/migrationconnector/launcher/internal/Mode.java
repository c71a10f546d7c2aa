package io.github.migrationconnector.launcher.internal;

import java.util.Arrays;
import java.util.Optional;

/** What the framework is started for; a bundle set says of each bundle in which modes it takes part. */
public enum Mode {
    /** The daemon. */
    RUN("run"),
    /** One command in a process of its own, without HTTP. */
    COMMAND("command");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /** As bundle sets and the framework property {@code connector.mode} write it. */
    public String word() {
        return word;
    }

    static Optional<Mode> of(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
