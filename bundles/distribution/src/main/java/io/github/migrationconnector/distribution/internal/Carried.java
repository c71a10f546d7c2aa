package io.github.migrationconnector.distribution.internal;

import io.github.migrationconnector.launcher.internal.Mode;
import io.github.migrationconnector.launcher.internal.Tier;
import java.util.Objects;
import java.util.Set;

/**
 * What the list says of one bundle.
 *
 * @param startLevel when it starts
 * @param tier how it is replaced
 * @param modes what it takes part in
 * @param licence SPDX identifier
 */
record Carried(int startLevel, Tier tier, Set<Mode> modes, String licence) {
    /** A bundle of this project of which the list says nothing. */
    static final Carried OWN = new Carried(20, Tier.LIVE, Set.of(Mode.RUN), "Apache-2.0");

    Carried {
        Objects.requireNonNull(tier, "tier");
        modes = Set.copyOf(modes);
        Objects.requireNonNull(licence, "licence");
    }
}
