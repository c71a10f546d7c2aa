package io.github.migrationconnector.httpapi.internal.resource;

import io.github.migrationconnector.api.replication.CutOver;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import io.github.migrationconnector.httpapi.internal.json.BadRequests;
import io.github.migrationconnector.httpapi.internal.json.ObjectReader;
import java.time.Duration;

/** Reads what a client asks of a job: each member that was not sent stays as it was. */
final class JobSpecs {
    private static final int LONGEST_INTERVAL_HOURS = 24;
    private static final int LONGEST_SHUTDOWN_SECONDS = 3600;
    private static final int USUAL_SHUTDOWN_SECONDS = 300;

    private JobSpecs() {}

    /** A job to be made. */
    static JobSpec read(ObjectReader body) {
        return changed(new JobSpec(body.text("vm"), "", false, 0), body);
    }

    /** A job as it is to be. */
    static JobSpec changed(JobSpec before, ObjectReader body) {
        JobSpec spec = new JobSpec(
                before.vm(),
                body.text("description", before.description()),
                body.flag("quiesce", before.quiesce()),
                body.count("bytesPerSecond", before.bytesPerSecond(), Long.MAX_VALUE),
                body.object("schedule").map(JobSpecs::schedule).orElse(before.schedule()),
                body.object("image").map(image -> image(before.image(), image)).orElse(before.image()));
        body.end();
        return spec;
    }

    private static Schedule schedule(ObjectReader body) {
        Schedule schedule =
                switch (body.name("kind", Kind.class)) {
                    case ON_DEMAND -> new Schedule.OnDemand();
                    case ONCE -> new Schedule.Once(body.time("at"));
                    case EVERY -> new Schedule.Every(hours(body), body.time("start"));
                };
        body.end();
        return schedule;
    }

    /** The kinds of schedules, by their names in JSON. */
    enum Kind {
        ON_DEMAND,
        ONCE,
        EVERY
    }

    private static int hours(ObjectReader body) {
        long hours = body.count("hours", 0, LONGEST_INTERVAL_HOURS);
        if (hours < 1) {
            throw BadRequests.of(body.place("hours"), "is not from 1 to " + LONGEST_INTERVAL_HOURS);
        }
        return (int) hours;
    }

    private static ImageOptions image(ImageOptions before, ObjectReader body) {
        boolean encrypted = body.flag("encrypted", before.encrypted());
        String kmsKeyId = body.text("kmsKeyId", encrypted ? before.kmsKeyId() : "");
        if (!encrypted && !kmsKeyId.isEmpty()) {
            throw BadRequests.of(body.place("kmsKeyId"), "needs encrypted");
        }
        ImageOptions image = new ImageOptions(
                (int) body.count("imagesToKeep", before.imagesToKeep(), ImageOptions.MOST_IMAGES),
                body.name("licenseType", LicenseType.class, before.licenseType()),
                body.text("roleName", before.roleName()),
                encrypted,
                kmsKeyId);
        body.end();
        return image;
    }

    /** How a cut-over stops its server. */
    static CutOver cutOver(ObjectReader body) {
        long seconds = body.count("shutdownWithinSeconds", USUAL_SHUTDOWN_SECONDS, LONGEST_SHUTDOWN_SECONDS);
        if (seconds < 1) {
            throw BadRequests.of(body.place("shutdownWithinSeconds"), "is not from 1 to " + LONGEST_SHUTDOWN_SECONDS);
        }
        CutOver how =
                new CutOver(Duration.ofSeconds(seconds), body.flag("powerOff", false), body.text("description", ""));
        body.end();
        return how;
    }
}
