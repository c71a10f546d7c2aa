package io.github.migrationconnector.notifications.internal;

import java.util.Map;

/** Settings that were written by hand and can't be. */
public interface WrongSettings {
    /**
     * Why, without secrets: by the word of a channel that is not in force, or the name of a setting for which another value is
     * used.
     */
    Map<String, String> wrong();
}
