package io.github.migrationconnector.api.logupload;

import io.github.migrationconnector.api.credential.Secret;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/** Knows how to send files to one kind of place. */
@ConsumerType
public interface UploadTarget {
    /** The same at each call. */
    UploadKind kind();

    /**
     * Connects, and makes what may be made: a bucket, a folder. Each wait for the other side has a limit.
     *
     * @param settings of which the place of this kind is used
     * @param secrets by the names of {@link UploadSecrets}; the caller wipes them after this
     * @throws io.github.migrationconnector.api.problem.ConnectorException retry NEVER when a person must mend something
     */
    UploadSession open(UploadSettings settings, Map<String, Secret> secrets);
}
