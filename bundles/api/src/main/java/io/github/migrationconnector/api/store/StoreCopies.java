package io.github.migrationconnector.api.store;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Copies of the store, made when a bundle set opens it for the first time: the way back over changes of tables that the
 * older set can't read.
 */
@ProviderType
public interface StoreCopies {
    /** Whether copies are made: of a store in the home, not of a server that others may share. */
    boolean areMade();

    /** What there is, the youngest first. */
    List<StoreCopy> copies();

    /**
     * Removes the copies of all other sets, and the older ones of these.
     *
     * @param sets those that the connector may go back to
     * @return how many bytes are free again
     */
    long retain(Set<String> sets);
}
