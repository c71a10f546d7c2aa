package io.github.migrationconnector.api.connection;

import java.time.Instant;
import org.osgi.annotation.versioning.ProviderType;

/** Asks the vCenter that is in force how it is, over the session that all work uses: no login of its own. */
@ProviderType
public interface VcenterWatch {
    /**
     * What answers, and what the user may do there.
     *
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    VcenterExamination examine();

    /**
     * Asks for the time: the smallest question there is.
     *
     * @return what vCenter's clock says
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    Instant greet();
}
