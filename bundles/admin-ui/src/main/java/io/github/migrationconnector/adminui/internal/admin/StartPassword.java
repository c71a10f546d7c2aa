package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.api.credential.Secret;
import java.security.SecureRandom;

/**
 * A password that an administrator hands to somebody, who logs in with it and then chooses their own: 100 bits in five groups
 * of letters and digits that can't be taken for each other (the alphabet of Crockford's Base32).
 */
final class StartPassword {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int CHARACTERS = 20;
    private static final int GROUP = 4;

    private final SecureRandom random = new SecureRandom();

    Secret fresh() {
        // five distinct characters are what the password rule asks for; twenty random ones nearly always have them
        StringBuilder text = new StringBuilder();
        do {
            text.setLength(0);
            for (int index = 0; index < CHARACTERS; index++) {
                text.append(index > 0 && index % GROUP == 0 ? "-" : "")
                        .append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
        } while (text.chars().distinct().count() <= GROUP + 1);
        return Secret.of(text);
    }
}
