package io.github.migrationconnector.adminui.internal.frame;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How somebody wants to see the pages; kept in a cookie of the browser, so that it is there before the login too.
 *
 * @param language of all texts, dates and numbers
 * @param theme light, dark, or as the system is
 * @param density of tables
 */
public record Look(Language language, Theme theme, Density density) {
    static final String COOKIE = "__Host-connector-look";
    private static final Pattern KEPT = Pattern.compile("([a-z]{2})\\.([a-z]{4,5})\\.([a-z]{7,11})");

    public Look {
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(theme, "theme");
        Objects.requireNonNull(density, "density");
    }

    /** What the cookie says; what it leaves open is as the browser likes it. */
    static Look of(String cookie, String acceptLanguage) {
        Look usual = new Look(Language.preferred(acceptLanguage), Theme.AUTO, Density.COMFORTABLE);
        Matcher kept = KEPT.matcher(cookie);
        return kept.matches()
                ? usual.with("language", kept.group(1))
                        .with("theme", kept.group(2))
                        .with("density", kept.group(3))
                : usual;
    }

    /** With one thing changed; as it is when the name or the value is unknown. */
    Look with(String name, String value) {
        return switch (name) {
            case "language" -> new Look(Language.ofTag(value).orElse(language), theme, density);
            case "theme" -> new Look(language, named(Theme.values(), value, theme), density);
            case "density" -> new Look(language, theme, named(Density.values(), value, density));
            default -> this;
        };
    }

    String cookie() {
        return language.tag() + "." + theme.tag() + "." + density.tag();
    }

    private static <E extends Enum<E>> E named(E[] all, String value, E otherwise) {
        for (E one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(value)) {
                return one;
            }
        }
        return otherwise;
    }
}
