package io.github.migrationconnector.applianceova.internal.ova;

import java.nio.file.Path;

/**
 * A file that goes into the OVA.
 *
 * @param name in the archive
 * @param content where its bytes are
 * @param sizeBytes how many
 * @param sha256 their digest
 */
record PackedFile(String name, Path content, long sizeBytes, String sha256) {}
