package io.github.migrationconnector.adminui.internal.frame;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The templates of this bundle ({@code templates/NAME.peb}). Every value is escaped for HTML unless a filter made it. */
@Component(service = Templates.class)
public final class Templates {
    private final PebbleEngine engine;

    @Activate
    public Templates(@Reference Assets assets) {
        this(assets, "templates");
    }

    /** Those below another directory of this bundle. */
    Templates(Assets assets, String directory) {
        ClasspathLoader loader = new ClasspathLoader(Templates.class.getClassLoader());
        loader.setPrefix(directory);
        loader.setSuffix(".peb");
        engine = new PebbleEngine.Builder()
                .loader(loader)
                .strictVariables(true)
                .autoEscaping(true)
                .extension(new ConsoleExtension(assets))
                .build();
    }

    byte[] fill(String name, Map<String, Object> model, Language language) throws IOException {
        StringWriter page = new StringWriter();
        engine.getTemplate(name).evaluate(page, model, language.locale());
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }
}
