package io.github.migrationconnector.distribution;

import io.github.migrationconnector.distribution.internal.Leftovers;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Run by Maven before it copies the jars: {@code JARS}. A jar that is not carried any more would stay there from an earlier
 * build, and be laid out with the others.
 */
public final class JarsRemoval {
    private JarsRemoval() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: JARS");
        }
        new Leftovers(Path.of(arguments[0])).remove();
    }
}
