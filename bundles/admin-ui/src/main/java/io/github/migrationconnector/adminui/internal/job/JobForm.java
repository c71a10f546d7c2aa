package io.github.migrationconnector.adminui.internal.job;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What stands in the form of a job, as texts: of a job that is to be made, of one that is to be changed, or as somebody has
 * just typed it.
 *
 * @param values by field; a field that is not there is empty
 * @param wrong the fields that can't be taken as they are, each with the text {@code spec.wrong.FIELD}
 */
public record JobForm(Map<String, String> values, Set<String> wrong) {
    static final String YES = "yes";
    static final BigDecimal BYTES_PER_MIB = BigDecimal.valueOf(1L << 20);

    private static final List<String> FIELDS = List.of(
            "description",
            "schedule",
            "hours",
            "startAt",
            "zone",
            "imagesToKeep",
            "licenseType",
            "roleName",
            "encrypted",
            "kmsKeyId",
            "quiesce",
            "rate",
            "start");

    public JobForm {
        values = Map.copyOf(values);
        wrong = Set.copyOf(wrong);
    }

    /** Of a job that is to be made: runs when asked, the first of them now. */
    public static JobForm fresh() {
        Map<String, String> values =
                values(new JobSpec("", "", false, 0, new Schedule.OnDemand(), ImageOptions.DEFAULT));
        values.put("start", YES);
        return new JobForm(values, Set.of());
    }

    /** Of a job that is there. */
    public static JobForm of(JobSpec spec) {
        return new JobForm(values(spec), Set.of());
    }

    /** As it was typed; nothing is judged yet. */
    public static JobForm typed(PageRequest request) {
        Map<String, String> values = new HashMap<>();
        FIELDS.forEach(field -> values.put(field, request.field(field).strip()));
        return new JobForm(values, Set.of());
    }

    private static Map<String, String> values(JobSpec spec) {
        Map<String, String> values = new HashMap<>();
        ImageOptions image = spec.image();
        values.put("description", spec.description());
        values.put("zone", "UTC");
        values.put("hours", "24");
        schedule(spec.schedule(), values);
        values.put("imagesToKeep", image.imagesToKeep() == 0 ? "" : String.valueOf(image.imagesToKeep()));
        values.put("licenseType", image.licenseType().name());
        values.put("roleName", image.roleName());
        values.put("encrypted", image.encrypted() ? YES : "");
        values.put("kmsKeyId", image.kmsKeyId());
        values.put("quiesce", spec.quiesce() ? YES : "");
        // a power of two divides without a rest, so what is shown is exactly what is in force
        values.put(
                "rate",
                spec.bytesPerSecond() == 0
                        ? ""
                        : BigDecimal.valueOf(spec.bytesPerSecond())
                                .divide(BYTES_PER_MIB)
                                .stripTrailingZeros()
                                .toPlainString());
        return values;
    }

    private static void schedule(Schedule schedule, Map<String, String> values) {
        if (schedule instanceof Schedule.Every every) {
            values.put("schedule", ScheduleKind.EVERY.label());
            values.put("hours", String.valueOf(every.hours()));
            values.put("startAt", minute(every.start()));
        } else if (schedule instanceof Schedule.Once once) {
            values.put("schedule", ScheduleKind.ONCE.label());
            values.put("startAt", minute(once.at()));
        } else {
            values.put("schedule", ScheduleKind.ASKED.label());
        }
    }

    /** As the field {@code datetime-local} holds it (HTML, "local date and time"), in UTC. */
    private static String minute(Instant at) {
        return at.truncatedTo(ChronoUnit.MINUTES)
                .atOffset(ZoneOffset.UTC)
                .toLocalDateTime()
                .toString();
    }

    /** With the fields that can't be taken. */
    JobForm with(Set<String> fields) {
        return new JobForm(values, fields);
    }

    /** The value of a field. */
    public String value(String name) {
        return Objects.requireNonNullElse(values.get(name), "");
    }

    /** Whether a box is checked. */
    public boolean checked(String name) {
        return !value(name).isEmpty();
    }

    /** Whether a field can't be taken as it is. */
    public boolean wrong(String name) {
        return wrong.contains(name);
    }

    /** The licences that can be chosen. */
    public List<LicenseType> licences() {
        return List.of(LicenseType.BYOL, LicenseType.AWS);
    }
}
