package io.github.migrationconnector.api.log;

import java.util.Optional;
import java.util.stream.Stream;

/** A part of the connector whose log is a file of its own. */
public enum LogArea {
    CONNECTOR("connector"),
    SET_UP("set-up"),
    REPLICATION("replication"),
    UPGRADE("upgrade"),
    ACCESS("access");

    private final String word;

    LogArea(String word) {
        this.word = word;
    }

    /** As its file is named, and as commands and the API call it. */
    public String word() {
        return word;
    }

    public static Optional<LogArea> of(String word) {
        return Stream.of(values()).filter(area -> area.word.equals(word)).findFirst();
    }
}
