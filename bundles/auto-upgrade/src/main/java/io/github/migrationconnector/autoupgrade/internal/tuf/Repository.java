package io.github.migrationconnector.autoupgrade.internal.tuf;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where the files of releases come from. Nothing that it gives is trusted. */
public interface Repository extends Closeable {
    /**
     * Opens a file.
     *
     * @param path {@code metadata/…} or {@code targets/…}, parts separated by slashes
     * @return empty when it is not there
     */
    Optional<InputStream> open(String path) throws IOException;

    @Override
    void close();
}
