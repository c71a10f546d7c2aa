package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Reads what was typed into the form of a job. Every field is judged, so that all that is wrong is told at once. */
public final class TypedJob {
    private static final int LONGEST_TEXT = 255;
    private static final int LONGEST_KEY = 2_048;
    private static final int MOST_HOURS = 24;
    private static final Instant NEVER = Instant.EPOCH;

    private final JobForm form;
    private final Instant now;
    private final Set<String> wrong = new LinkedHashSet<>();
    private final JobSpec spec;

    /**
     * Reads a form.
     *
     * @param vm the VM; a change of a job leaves it as it is
     * @param now what an empty start means
     */
    public TypedJob(JobForm form, String vm, Instant now) {
        this.form = form;
        this.now = now;
        this.spec = new JobSpec(
                vm, text("description", LONGEST_TEXT), form.checked("quiesce"), rate(), schedule(), image());
    }

    /** The job that was meant; empty when a field is wrong. */
    public Optional<JobSpec> spec() {
        return wrong.isEmpty() ? Optional.of(spec) : Optional.empty();
    }

    /**
     * The change of a job that was meant; empty when a field is wrong. The form knows a start to the minute: one that was
     * not touched stays to the nanosecond, since another schedule would begin anew.
     */
    public Optional<JobSpec> changeOf(JobSpec before) {
        return spec().map(typed -> new JobSpec(
                before.vm(),
                typed.description(),
                typed.quiesce(),
                typed.bytesPerSecond(),
                same(before.schedule(), typed.schedule()) ? before.schedule() : typed.schedule(),
                typed.image()));
    }

    /** The form with what is wrong in it. */
    public JobForm judged() {
        return form.with(wrong);
    }

    /** Whether the first run is to be started by hand: a schedule starts its own. */
    public boolean startsNow() {
        return form.checked("start") && spec.schedule() instanceof Schedule.OnDemand;
    }

    private static boolean same(Schedule one, Schedule other) {
        return minutes(one).equals(minutes(other));
    }

    private static Schedule minutes(Schedule schedule) {
        if (schedule instanceof Schedule.Every every) {
            return new Schedule.Every(every.hours(), every.start().truncatedTo(ChronoUnit.MINUTES));
        }
        if (schedule instanceof Schedule.Once once) {
            return new Schedule.Once(once.at().truncatedTo(ChronoUnit.MINUTES));
        }
        return schedule;
    }

    private String text(String field, int longest) {
        String value = form.value(field);
        if (value.length() > longest || value.chars().anyMatch(Character::isISOControl)) {
            wrong.add(field);
            return "";
        }
        return value;
    }

    /** Bytes a second of MiB a second, with decimals. */
    private long rate() {
        String typed = form.value("rate");
        if (typed.isEmpty()) {
            return 0;
        }
        if (!typed.matches("[0-9]{1,9}(\\.[0-9]{1,20})?")) {
            wrong.add("rate");
            return 0;
        }
        BigDecimal mebibytes = new BigDecimal(typed);
        long bytes = mebibytes
                .multiply(JobForm.BYTES_PER_MIB)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
        if (bytes == 0 && mebibytes.signum() != 0) {
            // as a number of bytes it would mean no cap at all
            wrong.add("rate");
        }
        return bytes;
    }

    private Schedule schedule() {
        Optional<ScheduleKind> kind = ScheduleKind.of(form.value("schedule"));
        if (kind.isEmpty()) {
            wrong.add("schedule");
            return new Schedule.OnDemand();
        }
        return switch (kind.get()) {
            case ASKED -> new Schedule.OnDemand();
            case ONCE -> new Schedule.Once(start());
            case EVERY -> new Schedule.Every(hours(), start());
        };
    }

    private int hours() {
        int hours = count("hours", MOST_HOURS);
        if (hours < 1) {
            wrong.add("hours");
            return 1;
        }
        return hours;
    }

    /** Of what the field holds, in the reader's own time zone, which the page's script adds. */
    private Instant start() {
        String typed = form.value("startAt");
        if (typed.isEmpty()) {
            return now;
        }
        Instant start = NEVER;
        try {
            start = LocalDateTime.parse(typed)
                    .atZone(ZoneId.of(form.value("zone")))
                    .toInstant();
        } catch (DateTimeException unreadable) {
            wrong.add("startAt");
        }
        if (start.isAfter(now.plus(Schedule.FARTHEST_START))) {
            wrong.add("startAt");
        }
        return start;
    }

    private ImageOptions image() {
        String kmsKeyId = text("kmsKeyId", LONGEST_KEY);
        boolean encrypted = form.checked("encrypted");
        if (!kmsKeyId.isEmpty() && (!encrypted || !kmsKeyId.matches("[A-Za-z0-9:/_-]+"))) {
            wrong.add("kmsKeyId");
            kmsKeyId = "";
        }
        Optional<LicenseType> licence = Arrays.stream(LicenseType.values())
                .filter(type -> type.name().equals(form.value("licenseType")))
                .findFirst();
        if (licence.isEmpty()) {
            wrong.add("licenseType");
        }
        return new ImageOptions(
                count("imagesToKeep", ImageOptions.MOST_IMAGES),
                licence.orElse(LicenseType.BYOL),
                text("roleName", LONGEST_TEXT),
                encrypted,
                kmsKeyId);
    }

    private int count(String field, int most) {
        String typed = form.value(field);
        if (typed.isEmpty()) {
            return 0;
        }
        if (!typed.matches("[0-9]{1,4}") || Integer.parseInt(typed) > most) {
            wrong.add(field);
            return 0;
        }
        return Integer.parseInt(typed);
    }
}
