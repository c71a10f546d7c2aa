package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.httpapi.internal.resource.Framework;
import java.util.ArrayList;
import java.util.List;

/** A process with a few bundles. */
public final class FakeFramework implements Framework {
    public final List<InstalledBundle> bundles =
            new ArrayList<>(List.of(new InstalledBundle("io.github.migrationconnector.api", "0.1.0", "ACTIVE", true)));

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public List<InstalledBundle> bundles() {
        return List.copyOf(bundles);
    }
}
