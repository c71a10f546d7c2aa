package io.github.migrationconnector.httpapi.internal.resource;

import java.util.List;

/** What runs in this process. */
public interface Framework {
    /** The connector's version. */
    String version();

    /** Every bundle but the framework's own, by name. */
    List<InstalledBundle> bundles();

    /**
     * A bundle.
     *
     * @param name its symbolic name
     * @param version its version
     * @param state as the OSGi specification names it: ACTIVE, RESOLVED, …
     * @param well whether that is the state that it should be in
     */
    record InstalledBundle(String name, String version, String state, boolean well) {}
}
