package io.github.migrationconnector.api.notification;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways by which notifications leave; there is one channel of each at most. */
public enum ChannelKind {
    WEBHOOK,
    MAIL,
    /** A topic of Amazon SNS. */
    SNS;

    /** As people and paths name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a word names; empty when none does. */
    public static Optional<ChannelKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
