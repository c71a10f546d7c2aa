package io.github.migrationconnector.adminui.internal.frame;

import java.util.regex.Pattern;

/**
 * Where to go next: a path of this connector, never another site.
 *
 * @param path as it goes into a Location header
 */
public record LocalPath(String path) {
    /** The characters of RFC 3986 for path and query; a second slash, or what browsers take for one, would begin a host. */
    private static final Pattern LOCAL = Pattern.compile("/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,2000}");

    /** The first page. */
    public static final LocalPath ROOT = new LocalPath("/");

    public LocalPath {
        if (!LOCAL.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of this connector");
        }
    }

    /** The path that a parameter names; the root when it names none, another site, or the login page itself. */
    public static LocalPath of(String parameter) {
        return LOCAL.matcher(parameter).matches() && !parameter.startsWith("/login") ? new LocalPath(parameter) : ROOT;
    }
}
