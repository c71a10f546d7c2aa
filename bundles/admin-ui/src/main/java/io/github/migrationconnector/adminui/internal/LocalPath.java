package io.github.migrationconnector.adminui.internal;

import java.util.regex.Pattern;

/**
 * Where to go after the login: a path of this connector, never another site.
 *
 * @param path as it goes into a Location header
 */
record LocalPath(String path) {
    /** The overview. */
    static final LocalPath ROOT = new LocalPath("/");

    /** The characters of RFC 3986 for path and query; a second slash, or what browsers take for one, would begin a host. */
    private static final Pattern LOCAL = Pattern.compile("/(?!/)[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,2000}");

    /** The path that a parameter names; the root when it names none, another site, or the login page itself. */
    static LocalPath of(String parameter) {
        return LOCAL.matcher(parameter).matches() && !parameter.startsWith(LoginServlet.PATH)
                ? new LocalPath(parameter)
                : ROOT;
    }
}
