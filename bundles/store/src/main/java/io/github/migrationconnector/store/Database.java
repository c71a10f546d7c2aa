package io.github.migrationconnector.store;

import org.jdbi.v3.core.HandleCallback;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The connector's one database. Each owner has tables of its own, named with its own name in front, and brings the scripts
 * that make them; nobody else opens connections.
 *
 * <p>Neither handle nor anything made from it may leave the callback. A failure of the database itself (full disk, damage)
 * is a {@link io.github.migrationconnector.api.problem.ConnectorException}; a statement that was wrong, or broke a
 * constraint, stays JDBI's {@link org.jdbi.v3.core.JdbiException}; what the callback throws comes through as it is.
 */
@ProviderType
public interface Database {
    /**
     * Brings an owner's tables up to date. Does nothing when they are.
     *
     * @param owner lower-case letters and underscores; its history is kept by this name
     * @param loader the owner's class loader
     * @param location the package-like directory of its scripts, {@code io/github/migrationconnector/OWNER/tables}, with
     *     scripts named as Flyway wants them: {@code V1__jobs.sql}; the store finds there how new the owner's tables may be
     *     before the owner has started
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code STORE_MIGRATION_FAILED}; the tables are
     *     as before the script that failed
     */
    void migrate(String owner, ClassLoader loader, String location);

    /**
     * Looks, at one point in time, beside any writer. Changing something is refused.
     *
     * @return what the callback answers
     */
    <R, X extends Exception> R read(HandleCallback<R, X> work) throws X;

    /**
     * Changes something in one transaction, which is on disk when this returns, and not there at all when it throws. Waits
     * its turn behind other writers, in order; so keep network calls out of it, and don't call it within another {@link
     * #write} (which is refused).
     *
     * @return what the callback answers
     */
    <R, X extends Exception> R write(HandleCallback<R, X> work) throws X;
}
