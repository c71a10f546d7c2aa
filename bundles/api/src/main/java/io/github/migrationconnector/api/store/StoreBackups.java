package io.github.migrationconnector.api.store;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Backups of the store that people keep elsewhere, and the way back to one. */
@ProviderType
public interface StoreBackups {
    /** Which store there is, and what became of the last restore. */
    StoreState state();

    /**
     * Makes a backup of all that is committed now; whoever works goes on meanwhile.
     *
     * @return the backup, on disk until it is closed
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code STORE_IS_POSTGRESQL}, whose own tools do
     *     it; {@code STORE_BACKUP_BUSY} while another is made; {@code STORE_COPY_FAILED}
     */
    StoreBackup make();

    /**
     * Examines a backup, and asks for it to be in force from the next start on. Until then nothing changes; a later call
     * takes the place of an earlier one.
     *
     * @param file the backup, which is copied
     * @param force even though it is another connector's
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code STORE_IS_POSTGRESQL}; {@code
     *     STORE_BACKUP_DAMAGED}, {@code STORE_BACKUP_NEWER} and {@code STORE_BACKUP_FOREIGN} for one that is not taken
     */
    void restore(Path file, boolean force);
}
