package io.github.migrationconnector.access.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is tried first by whoever guesses: a password that everybody takes, whatever digits and signs are put around it or in
 * place of its letters; the same one several times; a row of the keyboard or of digits; and the words that stand on our pages.
 */
final class CommonPasswords {
    private static final String LIST = "/io/github/migrationconnector/access/common-passwords.txt";

    /** From the longest to the shortest: a shorter one may be part of a longer one. */
    private static final List<String> OURS = List.of(
            "administrator",
            "migration",
            "connector",
            "password",
            "appliance",
            "passwort",
            "welcome",
            "vcenter",
            "vsphere",
            "console",
            "vmware",
            "server",
            "change",
            "secret",
            "admin",
            "login",
            "cloud",
            "root",
            "user",
            "this",
            "aws",
            "the");

    private static final List<String> ROWS = List.of(
            "012345678901234567890123456789",
            "qwertyuiopasdfghjklzxcvbnm",
            "qwertzuiopasdfghjklyxcvbnm",
            "abcdefghijklmnopqrstuvwxyz");

    private static final int SHORTEST_WORD = 4;
    private static final int SHORTEST_ROW = 5;
    private static final String SIGNS = "@4013$57!";
    private static final String LETTERS = "aaoiessti";

    private final Set<String> known;

    CommonPasswords() {
        try (InputStream shipped = CommonPasswords.class.getResourceAsStream(LIST);
                BufferedReader lines = new BufferedReader(new InputStreamReader(shipped, StandardCharsets.US_ASCII))) {
            known = lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException missing) {
            throw new UncheckedIOException("the list of common passwords is not in this bundle", missing);
        }
    }

    boolean include(CharSequence password) {
        String lower = password.toString().toLowerCase(Locale.ROOT);
        return lower.codePoints().allMatch(point -> point < 128)
                && (isRow(lower) || isKnown(letters(lower)) || isKnown(letters(spelled(lower))));
    }

    private boolean isKnown(String letters) {
        return letters.length() >= SHORTEST_WORD
                && (known.contains(letters)
                        || known.contains(once(letters))
                        || withoutOurs(letters).length() < SHORTEST_WORD);
    }

    private static String withoutOurs(String letters) {
        String rest = letters;
        for (String word : OURS) {
            rest = rest.replace(word, "");
        }
        return rest;
    }

    /** {@code abc} of {@code abcabcabc}. */
    private static String once(String letters) {
        for (int length = SHORTEST_WORD; length <= letters.length() / 2; length++) {
            String part = letters.substring(0, length);
            if (letters.length() % length == 0 && letters.equals(part.repeat(letters.length() / length))) {
                return part;
            }
        }
        return letters;
    }

    /** Whether it is made of rows alone, forwards or backwards. */
    private static boolean isRow(String text) {
        int at = 0;
        while (at < text.length()) {
            int length = longestRow(text, at);
            if (length < SHORTEST_ROW) {
                return false;
            }
            at += length;
        }
        return true;
    }

    private static int longestRow(String text, int from) {
        int longest = 0;
        for (String row : ROWS) {
            for (String either : List.of(row, new StringBuilder(row).reverse().toString())) {
                int length = 0;
                while (from + length < text.length() && either.contains(text.substring(from, from + length + 1))) {
                    length++;
                }
                longest = Math.max(longest, length);
            }
        }
        return longest;
    }

    private static String spelled(String lower) {
        StringBuilder plain = new StringBuilder();
        lower.chars().forEach(each -> {
            int sign = SIGNS.indexOf(each);
            plain.append(sign < 0 ? (char) each : LETTERS.charAt(sign));
        });
        return plain.toString();
    }

    private static String letters(String lower) {
        return lower.replaceAll("[^a-z]", "");
    }
}
