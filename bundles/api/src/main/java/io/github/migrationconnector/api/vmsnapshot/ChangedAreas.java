package io.github.migrationconnector.api.vmsnapshot;

import io.github.migrationconnector.api.source.Extent;
import java.util.List;
import java.util.Objects;

/** What may have changed on a disk since an earlier snapshot. */
public sealed interface ChangedAreas {
    /**
     * Nothing outside these areas has changed, says the source.
     *
     * @param areas ascending, not overlapping
     */
    record Known(List<Extent> areas) implements ChangedAreas {
        public Known {
            areas = List.copyOf(areas);
        }
    }

    /**
     * The source can't tell, so the whole disk must be compared.
     *
     * @param reason why, for the run's record
     */
    record Unknown(String reason) implements ChangedAreas {
        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
