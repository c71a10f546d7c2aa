package io.github.migrationconnector.adminui.internal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.replication.ImageOptions;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.api.replication.LicenseType;
import io.github.migrationconnector.api.replication.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedJobTest {
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.123456789Z");

    @ParameterizedTest
    @CsvSource({
        "rate, fast",
        "rate, -1",
        "rate, 0.00000001",
        "rate, 1e9",
        "hours, 0",
        "hours, 25",
        "startAt, tomorrow",
        "startAt, 2026-04-04T00:00",
        "zone, Middle/Earth",
        "imagesToKeep, 271",
        "imagesToKeep, 1.5",
        "licenseType, OURS",
        "schedule, never",
        "kmsKeyId, a key"
    })
    void refuseWhatCannotBe(String field, String value) {
        Map<String, String> values = whole();
        values.put(field, value);
        TypedJob typed = new TypedJob(new JobForm(values, Set.of()), "vm-1", NOW);
        assertThat(typed.spec()).isEmpty();
        assertThat(typed.judged().wrong()).containsExactly(field.equals("zone") ? "startAt" : field);
        assertThat(typed.judged().value(field)).isEqualTo(value);
    }

    @Test
    void refuseAKeyWithoutEncryption() {
        Map<String, String> values = whole();
        values.put("encrypted", "");
        assertThat(new TypedJob(new JobForm(values, Set.of()), "vm-1", NOW)
                        .judged()
                        .wrong())
                .containsExactly("kmsKeyId");
    }

    @Test
    void readTheReadersOwnTime() {
        JobSpec spec =
                new TypedJob(new JobForm(whole(), Set.of()), "vm-1", NOW).spec().orElseThrow();
        assertThat(spec.schedule()).isEqualTo(new Schedule.Every(6, Instant.parse("2026-03-10T08:30:00Z")));
        assertThat(spec.image())
                .isEqualTo(new ImageOptions(7, LicenseType.AWS, "sms", true, "arn:aws:kms:eu-west-1:1:key/a-b"));
        assertThat(spec.bytesPerSecond()).isEqualTo(3 << 19);
    }

    /** What is not touched stays, however odd it is. */
    @Test
    void leaveAJobAsItIsThatIsSentBackUntouched() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            JobSpec before = any(random);
            TypedJob typed = new TypedJob(JobForm.of(before), "", NOW);
            assertThat(typed.changeOf(before)).contains(before);
        }
    }

    @Test
    void takeAnotherStartForAnotherSchedule() {
        JobSpec before = any(new Random(1));
        Map<String, String> values = new HashMap<>(JobForm.of(before).values());
        values.put("schedule", "once");
        values.put("startAt", "2026-03-05T10:00");
        assertThat(new TypedJob(new JobForm(values, Set.of()), "", NOW)
                        .changeOf(before)
                        .orElseThrow()
                        .schedule())
                .isEqualTo(new Schedule.Once(Instant.parse("2026-03-05T10:00:00Z")));
    }

    private static JobSpec any(Random random) {
        Instant start = NOW.minus(Duration.ofNanos(random.nextLong(1L << 52)));
        Schedule schedule = List.of(
                        new Schedule.OnDemand(),
                        new Schedule.Once(start),
                        new Schedule.Every(1 + random.nextInt(24), start))
                .get(random.nextInt(3));
        boolean encrypted = random.nextBoolean();
        ImageOptions image =
                new ImageOptions(random.nextInt(271), LicenseType.AWS, "role", encrypted, encrypted ? "alias/a" : "");
        return new JobSpec("vm-1", "words", random.nextBoolean(), random.nextLong(1L << 40), schedule, image);
    }

    private static Map<String, String> whole() {
        Map<String, String> values = new HashMap<>(JobForm.fresh().values());
        values.putAll(Map.of(
                "schedule", "every",
                "hours", "6",
                "startAt", "2026-03-10T09:30",
                "zone", "Europe/Berlin",
                "imagesToKeep", "7",
                "licenseType", "AWS",
                "roleName", "sms",
                "encrypted", "yes",
                "kmsKeyId", "arn:aws:kms:eu-west-1:1:key/a-b",
                "rate", "1.5"));
        return values;
    }
}
