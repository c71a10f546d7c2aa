package io.github.migrationconnector.api.streaming;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told now and then how far a transfer is: at each change of stage, and about twice a second. Must return at once. */
@ConsumerType
@FunctionalInterface
public interface ProgressListener {
    void progress(TransferProgress progress);
}
