package io.github.migrationconnector.api.store;

import java.io.IOException;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/** One backup of the store, made and waiting to be carried away. */
@ProviderType
public interface StoreBackup extends AutoCloseable {
    /** What to call it: which connector's, and of when. */
    String fileName();

    /**
     * Writes it.
     *
     * @param out stays open
     * @throws IOException what the stream throws
     */
    void writeTo(OutputStream out) throws IOException;

    /** Removes it from this machine's disk. */
    @Override
    void close();
}
