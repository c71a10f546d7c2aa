package io.github.migrationconnector.api.replication;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What changed of late, numbered, so that a reader who was away goes on where it was. The last thousand are kept. */
@ProviderType
public interface Changes {
    /** The number of the youngest change; what comes is greater. */
    long latest();

    /**
     * The changes after a number, by number, waiting for one when there is none yet.
     *
     * @param number as a {@link Change} or {@link #latest()} told it
     * @param wait how long to wait at most; zero to answer at once
     * @return empty when nothing changed in that time
     * @throws InterruptedException when the calling thread was interrupted
     */
    List<Change> after(long number, Duration wait) throws InterruptedException;

    /** Whether changes after this number are no longer known, so that its reader must ask for everything anew. */
    boolean forgotten(long number);
}
