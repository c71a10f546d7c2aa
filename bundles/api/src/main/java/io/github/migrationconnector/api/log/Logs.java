package io.github.migrationconnector.api.log;

import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The connector's logs. */
@ProviderType
public interface Logs {
    /** All files, those that are written to first, then the youngest first. */
    List<LogFile> files();

    LogSpace space();

    /** What fits a query, in all files, the newest first. */
    List<LogEntry> find(LogQuery query);

    /** The number of the newest entry. */
    long latest();

    /**
     * Follows the log.
     *
     * @param number what came behind it is told; some of it is missing when that is long ago
     * @param wait how long to wait for something when there is nothing
     * @return the oldest first; empty when nothing came
     */
    List<LogEntry> after(long number, Duration wait) throws InterruptedException;

    /** That of each area, then those that were chosen for single loggers. */
    List<LevelSetting> levels();

    /**
     * Sets a level, from now on and after a restart.
     *
     * @param name an area's word, or the name of a logger
     * @throws io.github.migrationconnector.api.problem.ConnectorException {@code LOG_LEVEL_REFUSED} for a logger that writes
     *     secrets below INFO, or a name that is none
     */
    void setLevel(String name, LogLevel level);

    /** Goes back to what was shipped. No error when nothing was chosen. */
    void resetLevel(String name);
}
