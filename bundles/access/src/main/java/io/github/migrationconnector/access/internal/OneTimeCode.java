package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.credential.Secret;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * Opens the connector until it has a password: 20 letters and digits of Crockford's base 32, which are 100 random bits. Read as people write: in either case, with or without dashes, O for 0, I and L for 1.
 */
final class OneTimeCode {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int GROUP = 5;

    private final Secret plain;

    private OneTimeCode(Secret plain) {
        this.plain = plain;
    }

    static OneTimeCode fresh() {
        SecureRandom random = new SecureRandom();
        StringBuilder code = new StringBuilder();
        for (int position = 0; position < LENGTH; position++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new OneTimeCode(Secret.of(code));
    }

    /** In groups, for a person to copy. */
    String written() {
        return plain.reveal(code -> code.replaceAll("(.{" + GROUP + "})(?=.)", "$1-"));
    }

    boolean matches(Secret given) {
        return plain.matches(given.reveal(OneTimeCode::normal));
    }

    private static Secret normal(String given) {
        return Secret.of(given.toUpperCase(Locale.ROOT)
                .replaceAll("[^0-9A-Z]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1'));
    }
}
