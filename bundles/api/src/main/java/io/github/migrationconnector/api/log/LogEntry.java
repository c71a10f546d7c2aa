package io.github.migrationconnector.api.log;

import java.time.Instant;
import java.util.Objects;

/**
 * One thing that was written down.
 *
 * @param number rises from one to the next while the daemon runs; 0 for what was read from a file
 * @param at when
 * @param level how much it matters
 * @param area the file that it is in
 * @param logger the class that wrote it, as a rule
 * @param thread that it wrote it on
 * @param message what; secrets are out of it
 * @param work what it belongs to
 * @param error the stack trace; empty when there is none
 */
public record LogEntry(
        long number,
        Instant at,
        LogLevel level,
        LogArea area,
        String logger,
        String thread,
        String message,
        Work work,
        String error) {
    public LogEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(logger, "logger");
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(work, "work");
        Objects.requireNonNull(error, "error");
    }

    /**
     * What a line belongs to; each part is empty where it belongs to none.
     *
     * @param run the run's id
     * @param job the job's id
     * @param vm the VM's id
     */
    public record Work(String run, String job, String vm) {
        public static final Work NONE = new Work("", "", "");

        public Work {
            Objects.requireNonNull(run, "run");
            Objects.requireNonNull(job, "job");
            Objects.requireNonNull(vm, "vm");
        }

        /** Whether it belongs to what has this id. */
        public boolean has(String id) {
            return run.equals(id) || job.equals(id) || vm.equals(id);
        }
    }
}
