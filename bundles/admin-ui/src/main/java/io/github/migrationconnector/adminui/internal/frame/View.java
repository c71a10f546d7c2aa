package io.github.migrationconnector.adminui.internal.frame;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a page shows.
 *
 * @param template the template's name, without its ending; its message file has the same name up to the first dash
 * @param model what the template is filled with, by name
 */
public record View(String template, Map<String, Object> model) {
    public View {
        if (!template.matches("[a-z]+(-[a-z]+)*")) {
            throw new IllegalArgumentException("not a template's name: " + template);
        }
        model = Map.copyOf(model);
    }

    public static View of(String template) {
        return new View(template, Map.of());
    }

    /** With one more thing to fill in. */
    public View with(String name, Object value) {
        Map<String, Object> more = new HashMap<>(model);
        more.put(name, Objects.requireNonNull(value, name));
        return new View(template, more);
    }

    /** The name of the message file. */
    String page() {
        return template.split("-", 2)[0];
    }
}
