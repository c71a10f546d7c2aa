package io.github.migrationconnector.replication.internal.domain;

import io.github.migrationconnector.api.streaming.Parent;
import java.util.Objects;

/** How the blocks of one disk of a run are chosen. */
public sealed interface DiskPlan {
    /** The way, for the run's reader; empty when none was chosen yet. */
    String way();

    /** Not chosen yet. */
    record Open() implements DiskPlan {
        @Override
        public String way() {
            return "";
        }
    }

    /**
     * Chosen and on disk: a run that is taken up again reads the same blocks.
     *
     * @param way how and why, for the run's reader
     * @param parent what the snapshot builds on
     * @param scope what is read, as {@link ScopeText} writes it
     */
    record Chosen(String way, Parent parent, String scope) implements DiskPlan {
        public Chosen {
            Objects.requireNonNull(way, "way");
            Objects.requireNonNull(parent, "parent");
            Objects.requireNonNull(scope, "scope");
        }
    }

    /**
     * Done with: only the way is kept, since the areas of a large disk are many.
     *
     * @param way how and why, for the run's reader
     */
    record Spent(String way) implements DiskPlan {
        public Spent {
            Objects.requireNonNull(way, "way");
        }
    }
}
