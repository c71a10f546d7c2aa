package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;

/**
 * What a password must be: long, and none that is tried first. No kinds of characters are asked for, as NIST SP 800-63B
 * advises.
 */
final class PasswordRule {
    private static final int SHORTEST = 12;
    private static final int LONGEST = 256;
    private static final int DIFFERENT_CHARACTERS = 5;
    private static final CommonPasswords COMMON = new CommonPasswords();

    private PasswordRule() {}

    static void check(Secret password) {
        boolean fits = password.reveal(text -> {
            int characters = text.codePointCount(0, text.length());
            return characters >= SHORTEST
                    && characters <= LONGEST
                    && text.codePoints().distinct().count() >= DIFFERENT_CHARACTERS
                    && !COMMON.include(text);
        });
        if (!fits) {
            throw Problem.fatal(
                            "PASSWORD_TOO_WEAK",
                            "The password is too easy to guess.",
                            "Use " + SHORTEST + " to " + LONGEST + " characters, at least " + DIFFERENT_CHARACTERS
                                    + " of them different, and none that everybody tries first.")
                    .asException();
        }
    }
}
