package io.github.migrationconnector.replication.internal.phase;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.replication.internal.domain.RunRecord;

/** The name of a run's image: it holds the run's id, so that registering it again finds it. */
final class ImageNames {
    /** RegisterImage, parameter Name: at most 128 characters. */
    private static final int LONGEST = 128;

    private ImageNames() {}

    static String of(RunRecord run, Job job) {
        // RegisterImage allows letters, digits and ( ) [ ] space . / - ' @ _
        String vm = job.vmName().replaceAll("[^A-Za-z0-9()\\[\\] ./'@_-]", "-");
        int room = LONGEST - run.id().length() - 1;
        return vm.substring(0, Math.min(room, vm.length())) + "-" + run.id();
    }
}
