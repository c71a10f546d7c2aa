package io.github.migrationconnector.adminui.internal;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One whole page. It has no script at all, so its policy allows none.
 *
 * @param title in the browser's title
 * @param refreshSeconds loads itself again after so many seconds; 0 for never
 * @param body the body's content
 */
record Page(String title, int refreshSeconds, Html body) {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';" + " frame-ancestors 'none'";

    void send(HttpServletResponse response, int status) throws IOException {
        Html page = new Html()
                .markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        if (refreshSeconds > 0) {
            page.markup("<meta http-equiv=\"refresh\" content=\"" + refreshSeconds + "\">\n");
        }
        page.markup("<title>")
                .text(title + " – Server Migration Connector")
                .markup("</title>\n<link rel=\"stylesheet\" href=\"" + StylesheetServlet.PATH
                        + "\">\n</head>\n<body>\n")
                .markup(body.toString())
                .markup("</body>\n</html>\n");
        response.setStatus(status);
        response.setContentType("text/html;charset=utf-8");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(page.toString().getBytes(StandardCharsets.UTF_8));
    }
}
