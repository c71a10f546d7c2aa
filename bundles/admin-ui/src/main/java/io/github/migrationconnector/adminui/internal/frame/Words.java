package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.problem.Problem;
import java.text.MessageFormat;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Stream;

/**
 * The texts of one page in one language: its own message file, then the one that all pages share. The files are UTF-8
 * ({@code messages/PAGE_LANGUAGE.properties}); the patterns are {@link MessageFormat}'s, so numbers in them are localised.
 */
public final class Words {
    private static final String SHARED = "common";
    private static final String PROBLEMS = "problems";

    /** In a translated problem: what was told, in English, with its names and figures. */
    private static final String TOLD = "{0}";

    /** No falling back to the daemon's own language: English is the one that every text has. */
    private static final Control NO_FALLBACK = Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

    private final Language language;
    private final List<ResourceBundle> bundles;
    private final ResourceBundle problems;

    public Words(Language language, String page) {
        this.language = language;
        this.bundles = Stream.of(page, SHARED).distinct().map(this::bundle).toList();
        this.problems = bundle(PROBLEMS);
    }

    public Language language() {
        return language;
    }

    /** A text; its key when there is none, which is better than no page. */
    public String text(String key, Object... values) {
        Optional<String> pattern = pattern(key);
        return pattern.map(found -> new MessageFormat(found, language.locale()).format(values))
                .orElse(key);
    }

    /** Whether there is such a text. */
    public boolean has(String key) {
        return pattern(key).isPresent();
    }

    /** What went wrong, translated when its code is known, else as it was told. */
    public String message(Problem problem) {
        return translated(problem.code() + ".message", problem.message());
    }

    /** What to do about it; empty when there is nothing to do. */
    public String fix(Problem problem) {
        return problem.fix().isEmpty() ? "" : translated(problem.code() + ".fix", problem.fix());
    }

    /** Whether the message has all that was told, names and figures included. */
    public boolean tellsAll(Problem problem) {
        return message(problem).contains(problem.message());
    }

    private String translated(String key, String original) {
        return problems.containsKey(key) ? problems.getString(key).replace(TOLD, original) : original;
    }

    private Optional<String> pattern(String key) {
        return bundles.stream()
                .filter(bundle -> bundle.containsKey(key))
                .findFirst()
                .map(bundle -> bundle.getString(key));
    }

    private ResourceBundle bundle(String name) {
        try {
            return ResourceBundle.getBundle(
                    "messages/" + name, language.locale(), Words.class.getClassLoader(), NO_FALLBACK);
        } catch (MissingResourceException absent) {
            throw new IllegalArgumentException("no message file for " + name, absent);
        }
    }
}
