package io.github.migrationconnector.adminui.internal.frame;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /ui/assets/*}: the pages' scripts and style sheets; everybody may see them. Names that are not on the list are not looked for. */
@Component(service = Servlet.class, property = "osgi.http.whiteboard.servlet.pattern=" + Assets.ROOT + "*")
public final class AssetServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final transient Assets assets;

    @Activate
    public AssetServlet(@Reference Assets assets) {
        this.assets = assets;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Assets.Asset> asset = assets.find(request.getRequestURI());
        if (asset.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            response.setHeader("Cache-Control", "no-store");
            return;
        }
        String accepted = request.getHeader("Accept-Encoding");
        boolean gzip = accepted != null && accepted.contains("gzip");
        response.setContentType(asset.get().type());
        response.setHeader("Cache-Control", FOR_EVER);
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.getOutputStream().write(asset.get().content(gzip));
    }
}
