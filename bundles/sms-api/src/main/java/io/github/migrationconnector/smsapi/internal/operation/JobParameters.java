package io.github.migrationconnector.smsapi.internal.operation;

import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.smsapi.internal.protocol.Parameters;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads what is said of a job in a request. Bounds: AWS SMS API Reference, CreateReplicationJob and UpdateReplicationJob. */
final class JobParameters {
    private static final int LONGEST_DESCRIPTION = 1000;
    private static final int LONGEST_INTERVAL_HOURS = 24;

    private final Clock clock;

    JobParameters(Clock clock) {
        this.clock = clock;
    }

    /** A job to be made. */
    JobSpec spec(String serverId, Parameters parameters) {
        Instant seed =
                parameters.time("seedReplicationTime").orElseThrow(() -> Parameters.missing("seedReplicationTime"));
        return new JobSpec(
                serverId,
                description(parameters).orElse(""),
                false,
                0,
                schedule(seed, parameters),
                image(ImageOptions.DEFAULT, parameters));
    }

    /** A job as it is to be: what was not sent stays. */
    JobSpec changed(Job job, Parameters parameters) {
        JobSpec spec = job.spec();
        return new JobSpec(
                spec.vm(),
                description(parameters).orElse(spec.description()),
                spec.quiesce(),
                spec.bytesPerSecond(),
                changed(spec.schedule(), parameters),
                image(spec.image(), parameters));
    }

    private static Schedule schedule(Instant seed, Parameters parameters) {
        Optional<Integer> hours = hours(parameters);
        boolean once = parameters.flag("runOnce").orElse(false);
        if (once && hours.isPresent()) {
            throw Parameters.invalid("frequency", "and runOnce exclude each other");
        }
        if (once) {
            return new Schedule.Once(seed);
        }
        return new Schedule.Every(hours.orElseThrow(() -> Parameters.missing("frequency (or runOnce)")), seed);
    }

    private Schedule changed(Schedule schedule, Parameters parameters) {
        Optional<Integer> hours = hours(parameters);
        Optional<Instant> next = parameters.time("nextReplicationRunStartTime");
        if (hours.isEmpty() && next.isEmpty()) {
            return schedule;
        }
        if (schedule instanceof Schedule.Every every) {
            return new Schedule.Every(hours.orElse(every.hours()), next.orElse(every.start()));
        }
        if (hours.isPresent()) {
            return new Schedule.Every(hours.get(), next.orElseGet(clock::instant));
        }
        return new Schedule.Once(next.get());
    }

    private static Optional<Integer> hours(Parameters parameters) {
        Optional<Integer> hours = parameters.number("frequency");
        if (hours.isPresent() && (hours.get() < 1 || hours.get() > LONGEST_INTERVAL_HOURS)) {
            throw Parameters.invalid("frequency", "is not from 1 to " + LONGEST_INTERVAL_HOURS + " hours");
        }
        return hours;
    }

    private static Optional<String> description(Parameters parameters) {
        Optional<String> description = parameters.text("description");
        if (description.isPresent() && description.get().length() > LONGEST_DESCRIPTION) {
            throw Parameters.invalid("description", "has more than " + LONGEST_DESCRIPTION + " characters");
        }
        return description;
    }

    private static ImageOptions image(ImageOptions before, Parameters parameters) {
        int keep = parameters.number("numberOfRecentAmisToKeep").orElse(before.imagesToKeep());
        if (keep < 0 || keep > ImageOptions.MOST_IMAGES) {
            throw Parameters.invalid("numberOfRecentAmisToKeep", "is not from 0 to " + ImageOptions.MOST_IMAGES);
        }
        boolean encrypted = parameters.flag("encrypted").orElse(before.encrypted());
        String kmsKeyId = parameters.text("kmsKeyId").orElse(encrypted ? before.kmsKeyId() : "");
        if (!encrypted && !kmsKeyId.isEmpty()) {
            throw Parameters.invalid("kmsKeyId", "needs encrypted");
        }
        return new ImageOptions(
                keep,
                parameters.name("licenseType", LicenseType.class).orElse(before.licenseType()),
                parameters.text("roleName").orElse(before.roleName()),
                encrypted,
                kmsKeyId);
    }
}
