package io.github.migrationconnector.distribution;

import io.github.migrationconnector.distribution.internal.CarriedList;
import io.github.migrationconnector.distribution.internal.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Run by Maven: {@code CHECKOUT JARS OUTPUT VERSION}. */
public final class DistributionBuild {
    private static final int ARGUMENTS = 4;

    private DistributionBuild() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != ARGUMENTS) {
            throw new IllegalArgumentException("usage: CHECKOUT JARS OUTPUT VERSION");
        }
        Path checkout = Path.of(arguments[0]).normalize();
        CarriedList list =
                CarriedList.parse(Files.readString(checkout.resolve("bundles/distribution/src/main/set/bundles.list")));
        new Layout(checkout, Path.of(arguments[1]), Path.of(arguments[2]).normalize()).write(list, arguments[3]);
    }
}
