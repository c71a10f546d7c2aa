package io.github.migrationconnector.api.connection;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/** Asks the AWS that is in force how it is, with the keys in force. */
@ProviderType
public interface AwsWatch {
    /**
     * Asks for the time, by the Date header of the smallest answer there is. A clock that is so far off that AWS refuses its
     * signatures is told all the same.
     *
     * @return AWS's clock less ours, to a second or so
     * @throws io.github.migrationconnector.api.problem.ConnectorException with what is wrong and the fix
     */
    Duration clockOffset();
}
