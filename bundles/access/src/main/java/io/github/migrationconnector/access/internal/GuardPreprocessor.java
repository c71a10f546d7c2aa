package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.RequestGuard;
import io.github.migrationconnector.api.access.WebRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the guard before every servlet of the connector and of the web console, and before what is not found. */
@Component(service = Preprocessor.class)
public final class GuardPreprocessor implements Preprocessor {
    private static final Logger log = LoggerFactory.getLogger(GuardPreprocessor.class);

    private final RequestGuard guard;

    @Activate
    public GuardPreprocessor(@Reference RequestGuard guard) {
        this.guard = guard;
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        if (!(plainRequest instanceof HttpServletRequest request)
                || !(plainResponse instanceof HttpServletResponse response)) {
            throw new ServletException("only HTTP is served here");
        }
        WebRequest asked = ServletRequests.of(request);
        Optional<Refusal> refusal = guard.refusal(asked);
        if (refusal.isPresent()) {
            log.warn(
                    "Refused a request from {}: {}",
                    request.getRemoteAddr(),
                    refusal.get().problem().code());
            ServletRequests.answer(asked, response, refusal.get());
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        // not no-referrer: with that, a browser hides the origin of our own forms too
        response.setHeader("Referrer-Policy", "same-origin");
        chain.doFilter(request, response);
    }
}
