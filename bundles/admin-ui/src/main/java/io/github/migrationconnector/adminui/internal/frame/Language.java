package io.github.migrationconnector.adminui.internal.frame;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A language that every page is written in. */
public enum Language {
    ENGLISH(Locale.ENGLISH, "English"),
    JAPANESE(Locale.JAPANESE, "日本語");

    private final Locale locale;
    private final String ownName;

    Language(Locale locale, String ownName) {
        this.locale = locale;
        this.ownName = ownName;
    }

    public Locale locale() {
        return locale;
    }

    /** As in the {@code lang} attribute. */
    public String tag() {
        return locale.toLanguageTag();
    }

    /** As its speakers call it. */
    public String ownName() {
        return ownName;
    }

    static Optional<Language> ofTag(String tag) {
        return Arrays.stream(values()).filter(one -> one.tag().equals(tag)).findFirst();
    }

    /** The one that a browser likes best (RFC 9110, 12.5.4); English when it likes none, or writes nonsense. */
    static Language preferred(String acceptLanguage) {
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .flatMap(range -> ofTag(range.getRange().split("-", 2)[0]).stream())
                    .findFirst()
                    .orElse(ENGLISH);
        } catch (IllegalArgumentException nonsense) {
            return ENGLISH;
        }
    }
}
