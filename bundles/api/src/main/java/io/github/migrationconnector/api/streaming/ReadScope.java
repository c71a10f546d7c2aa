package io.github.migrationconnector.api.streaming;

import io.github.migrationconnector.api.source.Extent;
import java.util.List;

/** How much of the source is read. */
public sealed interface ReadScope {
    /** Everything. With a parent this is the full compare: what differs from the parent's digests is put. */
    record WholeDisk() implements ReadScope {}

    /**
     * Only what may have changed since the parent. Widened to whole blocks and merged by the transfer.
     *
     * @param areas ascending, not overlapping; empty when nothing changed
     */
    record Changed(List<Extent> areas) implements ReadScope {
        public Changed {
            areas = List.copyOf(areas);
        }
    }
}
