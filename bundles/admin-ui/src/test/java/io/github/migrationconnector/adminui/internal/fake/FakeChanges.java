package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.replication.Change;
import io.github.migrationconnector.api.replication.Changes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Changes that a test tells. */
public final class FakeChanges implements Changes {
    public boolean forgotten;
    private final List<Change> changes = new ArrayList<>();

    public void tell(Change.Kind kind, String id, String jobId) {
        changes.add(new Change(latest() + 1, FakeJobs.THEN, kind, id, jobId));
    }

    @Override
    public long latest() {
        return changes.size();
    }

    @Override
    public List<Change> after(long number, Duration wait) {
        return changes.stream().filter(change -> change.number() > number).toList();
    }

    @Override
    public boolean forgotten(long number) {
        return forgotten;
    }
}
