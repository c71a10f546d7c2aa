package io.github.migrationconnector.adminui.internal.page;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.Replication;
import io.github.migrationconnector.api.replication.Run;
import io.github.migrationconnector.api.replication.RunState;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The runs that ended last.
 *
 * @param rows the youngest first
 */
public record LastRuns(List<Row> rows) {
    /** Asking more jobs than this would be slow; the youngest jobs run most. */
    private static final int JOBS_ASKED = 200;

    private static final int RUNS_OF_EACH = 5;
    private static final int SHOWN = 12;

    public LastRuns {
        rows = List.copyOf(rows);
    }

    static LastRuns none() {
        return new LastRuns(List.of());
    }

    static LastRuns of(Replication replication, List<Job> jobs) {
        return new LastRuns(jobs.stream()
                .sorted(Comparator.comparing(Job::createdAt).reversed())
                .limit(JOBS_ASKED)
                .flatMap(job -> replication.runs(job.id()).stream()
                        .limit(RUNS_OF_EACH)
                        .filter(run -> run.state().ended())
                        .map(run -> new Row(job.vmName(), run)))
                .sorted(Comparator.comparing((Row row) -> row.run().endedAt()).reversed())
                .limit(SHOWN)
                .toList());
    }

    /** The one that can be read back and compared; empty when none has completed. */
    public Optional<Row> verifiable() {
        return rows.stream()
                .filter(row -> row.run().state() == RunState.COMPLETED)
                .findFirst();
    }

    /** As the chart's script reads it, the oldest first: {@code seconds:bytes:state}, separated by blanks. */
    public String chart() {
        StringBuilder bars = new StringBuilder();
        for (int index = rows.size() - 1; index >= 0; index--) {
            Row row = rows.get(index);
            bars.append(row.run().endedAt().getEpochSecond())
                    .append(':')
                    .append(row.bytesPut())
                    .append(':')
                    .append(row.run().state() == RunState.COMPLETED ? "completed" : "failed")
                    .append(' ');
        }
        return bars.toString().strip();
    }

    /**
     * One run.
     *
     * @param vmName its VM
     * @param run the run
     */
    public record Row(String vmName, Run run) {
        /** What it sent. */
        public long bytesPut() {
            return run.disks().stream()
                    .mapToLong(disk -> disk.progress().bytesPut())
                    .sum();
        }

        /** How long it took. */
        public long seconds() {
            return run.endedAt().getEpochSecond() - run.startedAt().getEpochSecond();
        }

        /** Its state as in keys of texts. */
        public String state() {
            return run.state().name().toLowerCase(Locale.ROOT);
        }
    }
}
