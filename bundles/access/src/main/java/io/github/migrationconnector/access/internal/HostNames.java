package io.github.migrationconnector.access.internal;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The names by which this connector may be called. A foreign name would be one that its owner pointed at this address, to
 * make a browser take his pages for ours (DNS rebinding); an address can't be pointed elsewhere, so every address will do.
 */
final class HostNames {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names = new HashSet<>();
    private final Supplier<List<String>> machine;

    /**
     * @param own names that were set
     * @param machine what the machine is called by now: asked for a name that is none of the others, since a machine may be
     *     given another name, and may not know its own when it starts
     */
    HostNames(Collection<String> own, Supplier<List<String>> machine) {
        names.add("localhost");
        own.forEach(name -> names.add(normal(name)));
        this.machine = machine;
    }

    /** Whether {@code HOST:PORT} is ours. */
    boolean include(String authority) {
        int port = authority.lastIndexOf(':');
        String host = normal(port < 0 ? authority : authority.substring(0, port));
        return names.contains(host)
                || ADDRESS.matcher(host).matches()
                || machine.get().stream().anyMatch(name -> normal(name).equals(host));
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
