package io.github.migrationconnector.vmdk;

import org.osgi.annotation.versioning.ConsumerType;

/** Finds the files that a descriptor names. */
@ConsumerType
@FunctionalInterface
public interface ExtentFiles {
    /**
     * Opens a file that lies beside the descriptor; the caller closes it.
     *
     * @param fileName a plain name, without any path
     * @throws io.github.migrationconnector.api.problem.ConnectorException when it is not there
     */
    RandomAccess open(String fileName);
}
