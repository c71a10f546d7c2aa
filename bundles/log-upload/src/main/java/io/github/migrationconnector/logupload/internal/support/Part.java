package io.github.migrationconnector.logupload.internal.support;

import java.io.IOException;

/** Something that a support bundle has in it. */
@FunctionalInterface
interface Part {
    /** Adds it. What fails otherwise than by an IOException of the target is noted in the manifest. */
    void add(Zipped zip) throws IOException;
}
