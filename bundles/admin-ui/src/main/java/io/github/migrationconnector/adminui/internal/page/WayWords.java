package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.adminui.internal.frame.Words;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way in which a run reads a disk, in the reader's language. The run tells it in English, for the APIs as well; a reason
 * that has no words here, as vCenter may give one, is shown as it was told.
 */
public final class WayWords {
    private static final Pattern SNAPSHOT = Pattern.compile("snap-[0-9a-z-]+");
    private static final Pattern NO_LETTERS = Pattern.compile("[^a-z]+");

    /** The way as it is shown. */
    public String of(Words words, String way) {
        Matcher snapshot = SNAPSHOT.matcher(way);
        String named = snapshot.find() ? snapshot.group() : "";
        String key = key(way.replace(named, ""));
        return words.has(key) ? words.text(key, named) : way;
    }

    private static String key(String way) {
        return "way." + NO_LETTERS.matcher(way.toLowerCase(Locale.ROOT)).replaceAll("-");
    }
}
