package io.github.migrationconnector.api.access;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What of an HTTP request decides whether it is let through.
 *
 * @param method as it came
 * @param path the path of the request line, as it came: not decoded, without the query
 * @param authority {@code HOST:PORT} by which the client addressed this server
 * @param header a header's value by its name, empty when it is not there; a form answers {@link #CSRF_HEADER} with its field
 *     {@link #CSRF_FIELD}
 */
public record WebRequest(String method, String path, String authority, UnaryOperator<String> header) {
    /** The header that carries {@link Session#csrfToken()}. */
    public static final String CSRF_HEADER = "X-CSRF-Token";

    /** The field of a form that carries {@link Session#csrfToken()}. */
    public static final String CSRF_FIELD = "csrf";

    private static final String COOKIE_START = Access.SESSION_COOKIE + "=";
    private static final String BEARER = "Bearer ";

    public WebRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(authority, "authority");
        Objects.requireNonNull(header, "header");
    }

    /** What the session cookie holds; empty when there is none, or several that differ. */
    public Optional<Secret> sessionToken() {
        Set<String> values = Arrays.stream(header.apply("Cookie").split(";", -1))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE_START))
                .map(cookie -> cookie.substring(COOKIE_START.length()))
                .collect(Collectors.toSet());
        return values.size() == 1 ? values.stream().map(Secret::of).findFirst() : Optional.empty();
    }

    /** What the Authorization header bears; empty when it is of another kind. */
    public Optional<Secret> bearerToken() {
        String authorization = header.apply("Authorization");
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(Secret.of(authorization.substring(BEARER.length()).strip()))
                : Optional.empty();
    }

    /** Whether it proves itself by a header that no foreign page can make a browser send; then its cookies don't count. */
    public boolean hasAuthorization() {
        return !header.apply("Authorization").isEmpty();
    }
}
