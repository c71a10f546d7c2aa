package io.github.migrationconnector.api.problem;

import java.util.List;

/** A disk without room, as the cause of a failure: it passes when somebody makes room, and all other trouble with files does not. */
public final class FullDisk {
    /** ENOSPC and EDQUOT by the words of Linux and FreeBSD, which are all that Java hands on. */
    private static final List<String> WORDS = List.of("No space left on device", "quota exceeded");

    private FullDisk() {}

    /** Whether that is what a failure says, or one that caused it. */
    public static boolean caused(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            String message = String.valueOf(each.getMessage());
            if (WORDS.stream().anyMatch(message::contains)) {
                return true;
            }
        }
        return false;
    }

    /** {@link Retry#WHEN_FREE} when the disk is full, {@link Retry#NEVER} when it is something else that keeps a file from being written. */
    public static Retry retry(Throwable failure) {
        return caused(failure) ? Retry.WHEN_FREE : Retry.NEVER;
    }
}
