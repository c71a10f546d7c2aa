package io.github.migrationconnector.credentialstore.internal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The steps of which a durable write is made, as POSIX has them: what was not synced may be lost at a power cut, and a name
 * is synced with its directory.
 */
interface Disk {
    /** Makes a new file with these rights ({@code rw-------}) and this content, not synced. */
    void create(Path file, byte[] content, String rights) throws IOException;

    /** Brings a file's content to the disk. */
    void sync(Path file) throws IOException;

    /** Gives a file another name, in place of whatever had that name. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a name; false when it is not there. */
    boolean delete(Path file) throws IOException;

    /** Makes a directory for the owner alone, not synced. */
    void createDirectory(Path directory) throws IOException;

    /** Brings the names in a directory to the disk. */
    void syncDirectory(Path directory) throws IOException;
}
