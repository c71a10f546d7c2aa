package io.github.migrationconnector.adminui.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The pages' one style sheet; everybody may see it. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + StylesheetServlet.PATH)
public final class StylesheetServlet extends HttpServlet {
    static final String PATH = "/ui/style.css";
    private static final long serialVersionUID = 1L;

    private final transient byte[] sheet;

    @Activate
    public StylesheetServlet() {
        try (InputStream content = StylesheetServlet.class.getResourceAsStream("style.css")) {
            sheet = Objects.requireNonNull(content, "style.css is in this bundle")
                    .readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/css;charset=utf-8");
        response.setHeader("Cache-Control", "max-age=300");
        response.getOutputStream().write(sheet);
    }
}
