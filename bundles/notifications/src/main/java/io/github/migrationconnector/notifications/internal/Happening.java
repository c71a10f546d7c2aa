package io.github.migrationconnector.notifications.internal;

import io.github.migrationconnector.api.notification.NotificationEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Something that happened.
 *
 * @param key the same whenever and by whomever it is seen
 * @param event what
 * @param at when
 * @param words for people
 * @param facts for programs: name to value, such as {@code run} to its id
 */
public record Happening(String key, NotificationEvent event, Instant at, Words words, Map<String, String> facts) {
    /**
     * What people read.
     *
     * @param title in a few words
     * @param text in a sentence or two, without secrets
     * @param fix what to do about it; empty when there is nothing to do
     */
    public record Words(String title, String text, String fix) {
        private static final int LONGEST_TITLE = 200;
        private static final int LONGEST_TEXT = 4000;

        public Words {
            // names of machines come from others, and a title stands in lines of mails and logs
            title = cut(
                    title.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]+", " ").strip(), LONGEST_TITLE);
            text = cut(text, LONGEST_TEXT);
            fix = cut(fix, LONGEST_TEXT);
        }

        private static String cut(String text, int longest) {
            if (text.length() <= longest) {
                return text;
            }
            // not in the middle of a character of two
            int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
            return text.substring(0, end);
        }
    }

    public Happening {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(words, "words");
        // in the order of their names
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
}
