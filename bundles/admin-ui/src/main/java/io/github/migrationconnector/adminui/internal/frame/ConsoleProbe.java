package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.upgrade.HealthProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The console is well when it can make a page in each language: the one that tells nobody in particular of a failure. */
@Component(service = HealthProbe.class)
public final class ConsoleProbe implements HealthProbe {
    private static final String PAGE = "failed";
    private static final Problem PROBLEM =
            Problem.passing("INTERNAL_ERROR", "Something unexpected happened.", "Try again.");

    private final Templates templates;

    @Activate
    public ConsoleProbe(@Reference Templates templates) {
        this.templates = templates;
    }

    @Override
    public void check() {
        for (Language language : Language.values()) {
            Words words = new Words(language, PAGE);
            String page = page(words);
            if (!words.has("title")
                    || !page.contains(words.text("title"))
                    || !page.stripTrailing().endsWith("</html>")) {
                throw new IllegalStateException("a page is not whole in the language " + language.tag());
            }
        }
    }

    private String page(Words words) {
        Map<String, Object> model = new HashMap<>();
        model.put("words", words);
        model.put("look", Look.of("", words.language().tag()));
        model.put("here", "/");
        model.put("entries", List.of());
        model.put("siblings", List.of());
        model.put("problem", PROBLEM);
        model.put("principal", Optional.empty());
        model.put("csrf", "");
        model.put("notice", "");
        try {
            return new String(templates.fill(PAGE, model, words.language()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
