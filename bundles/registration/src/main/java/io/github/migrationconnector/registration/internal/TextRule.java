package io.github.migrationconnector.registration.internal;

import java.util.regex.Pattern;

/**
 * What a text must look like.
 *
 * @param code of the finding, when it does not
 * @param pattern the whole of it
 * @param fix what to write instead
 */
record TextRule(String code, Pattern pattern, String fix) {
    private static final int LONGEST = 8_192;

    /** Settings files replace <code>${…}</code>; so a text that has it would not come back as it was. */
    private static final String REPLACED_IN_FILES = "${";

    static TextRule of(String code, String regex, String fix) {
        return new TextRule(code, Pattern.compile(regex), fix);
    }

    boolean accepts(String text) {
        return text.length() <= LONGEST
                && text.chars().noneMatch(Character::isISOControl)
                && pattern.matcher(text).matches();
    }

    /** For what ends up in a settings file. */
    boolean acceptsSetting(String text) {
        return accepts(text) && !text.contains(REPLACED_IN_FILES);
    }
}
