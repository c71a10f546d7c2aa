package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.problem.Notice;
import java.text.MessageFormat;
import java.util.List;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The texts of one page in one language: its own message file, then the one that all pages share. The files are UTF-8
 * ({@code messages/PAGE_LANGUAGE.properties}); the patterns are {@link MessageFormat}'s, so numbers in them are localised.
 */
public final class Words {
    private static final String SHARED = "common";
    private static final String PROBLEMS = "problems";

    /** In the words for a code: {@code {0}} what was told, in English; {@code {1}} and so on the values that came with it. */
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

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

    /** What is told, translated when its code is known, else as it was told. */
    public String message(Notice notice) {
        return translated(notice.code() + ".message", notice.message(), notice.values());
    }

    /** What to do about it; empty when there is nothing to do. */
    public String fix(Notice notice) {
        return notice.fix().isEmpty() ? "" : translated(notice.code() + ".fix", notice.fix(), notice.values());
    }

    /** The message as HTML, in which what was told in English says so where the words are in another language. */
    String messageAsHtml(Notice notice) {
        return html(notice.code() + ".message", notice.message(), notice.values());
    }

    /** What to do about it, as HTML like the message. */
    String fixAsHtml(Notice notice) {
        return notice.fix().isEmpty() ? "" : html(notice.code() + ".fix", notice.fix(), notice.values());
    }

    private String html(String key, String original, List<String> values) {
        boolean english = language == Language.ENGLISH;
        String told = english ? escaped(original) : "<span lang=\"en\">" + escaped(original) + "</span>";
        return problems.containsKey(key)
                ? filled(
                        escaped(problems.getString(key)),
                        told,
                        values.stream().map(Words::escaped).toList())
                : told;
    }

    /** Also for attributes in either kind of quotes. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Whether the message has all that was told, names and figures included. */
    public boolean tellsAll(Notice notice) {
        return message(notice).contains(notice.message());
    }

    private String translated(String key, String original, List<String> values) {
        return problems.containsKey(key) ? filled(problems.getString(key), original, values) : original;
    }

    /** In one pass: what is put in may itself look like a place. */
    private static String filled(String words, String original, List<String> values) {
        return PLACE.matcher(words).replaceAll(place -> {
            int number = Integer.parseInt(place.group(1));
            String value = number == 0 ? original : number <= values.size() ? values.get(number - 1) : "";
            return Matcher.quoteReplacement(value);
        });
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
