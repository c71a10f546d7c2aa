package io.github.migrationconnector.logging.redaction;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Puts other names in the place of machines' names and addresses, the same for the same each time, so that what belongs
 * together can still be seen. Who does not have the key can't tell which name stands for which machine.
 */
public final class HiddenNames {
    private static final String MAC = "HmacSHA256";
    private static final int DIGITS = 10;
    private static final int SHORTEST = 3;

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern IPV4 =
            Pattern.compile("(?<![\\w.-])" + OCTET + "(?:\\." + OCTET + "){3}(?![\\w-]|\\.\\d)");
    private static final Pattern MAC_ADDRESS =
            Pattern.compile("(?<![\\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\\w:-])");

    /** Six groups or more, or two colons: a time of day has neither. */
    private static final Pattern IPV6 = Pattern.compile(
            "(?<![\\w:.])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?::"
                    + "(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4}){0,6})?)(?![\\w:])");

    /** Names with a dot that end as names of machines do; names of Java classes and of public services stay. */
    private static final Pattern DOTTED = Pattern.compile(
            "(?<![\\w.$-])(?!(?:io\\.github|io\\.netty|com\\.fasterxml|com\\.vmware|org\\.|java|jdk\\.|sun\\.|ch\\.qos"
                    + "|software\\.amazon|jakarta\\.|picocli))(?:[a-z0-9](?:[a-z0-9-]{0,62})\\.){1,8}"
                    + "(?:com|net|org|edu|gov|int|mil|info|biz|local|lan|internal|intern|corp|home|example|test|invalid"
                    + "|localdomain|arpa|cloud|[a-z]{2})(?![\\w-]|\\.[A-Za-z0-9]|\\()",
            Pattern.CASE_INSENSITIVE);

    /** Names of public services, and of files: no machine's name ends in gz, and few of two parts as those of scripts do. */
    private static final Pattern PUBLIC = Pattern.compile(
            "(?:.*\\.)?(?:amazonaws\\.com|amazonaws\\.com\\.cn|amazon\\.com)"
                    + "|.*\\.(?:gz|js|db)|[^.]+\\.(?:sh|py|so|md)",
            Pattern.CASE_INSENSITIVE);

    private static final List<String> OF_EVERY_MACHINE =
            List.of("127.0.0.1", "0.0.0.0", "::1", "::", "255.255.255.255");

    private final SecretKeySpec key;
    private final List<String> names;

    /**
     * Hides by a key.
     *
     * @param key secret, the same for all that must fit together
     * @param names of machines that have no dot, or that must go whatever they look like
     */
    public HiddenNames(byte[] key, Collection<String> names) {
        this.key = new SecretKeySpec(key, MAC);
        this.names = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.length() >= SHORTEST && !name.equals("localhost"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The text with other names. */
    public String hide(String text) {
        String hidden = text;
        for (String name : names) {
            if (hidden.toLowerCase(Locale.ROOT).contains(name)) {
                hidden = Pattern.compile("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])", Pattern.CASE_INSENSITIVE)
                        .matcher(hidden)
                        .replaceAll(Matcher.quoteReplacement(other("host", name)));
            }
        }
        hidden = replaced(IPV6, "address", hidden);
        hidden = replaced(IPV4, "address", hidden);
        hidden = replaced(MAC_ADDRESS, "mac", hidden);
        return replaced(DOTTED, "host", hidden);
    }

    private String replaced(Pattern pattern, String kind, String text) {
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        stays(found.group())
                                ? found.group()
                                : other(kind, found.group().toLowerCase(Locale.ROOT))));
    }

    private static boolean stays(String name) {
        return OF_EVERY_MACHINE.contains(name) || PUBLIC.matcher(name).matches();
    }

    private String other(String kind, String name) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            String digest = HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
            return kind + "-" + digest.substring(0, DIGITS);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + MAC, impossible);
        }
    }
}
