package io.github.migrationconnector.autoupgrade.internal.set;

import java.nio.file.Path;

/**
 * One bundle of a set on disk.
 *
 * @param name its symbolic name
 * @param version its version
 * @param entry what the set says of it
 * @param file where it is
 */
record SetBundle(String name, String version, SetEntry entry, Path file) {}
