package io.github.migrationconnector.replication.internal.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.replication.Job;
import io.github.migrationconnector.api.replication.JobSpec;
import io.github.migrationconnector.replication.internal.domain.RunRecord;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The names and texts that AWS puts limits on. */
final class NamesTest {
    private static final RunRecord RUN = RunRecord.pending("sms-run-0123456789abcdef", "sms-job-1", Instant.EPOCH);

    private static String imageName(String vmName) {
        return ImageNames.of(
                RUN, new Job("sms-job-1", "vm-1", vmName, new JobSpec("x", "", false, 0), Instant.EPOCH, ""));
    }

    @Test
    void imageNamesHoldTheRunAndOnlyWhatEc2Allows() {
        assertThat(imageName("web_01 (a/b)@x'[y].z")).isEqualTo("web_01 (a/b)@x'[y].z-sms-run-0123456789abcdef");
        assertThat(imageName("日本%サーバー\n#")).isEqualTo("-".repeat(10) + "sms-run-0123456789abcdef");
        assertThat(imageName("n".repeat(500))).hasSize(128).endsWith("-sms-run-0123456789abcdef");
    }

    @Test
    void deviceNamesAreDistinctAndEnd() {
        assertThat(DeviceNames.at(0)).isEqualTo("/dev/sda1");
        assertThat(DeviceNames.at(1)).isEqualTo("/dev/sdb");
        assertThat(DeviceNames.at(21)).isEqualTo("/dev/sdv");
        assertThat(IntStream.range(0, DeviceNames.MOST_DISKS).mapToObj(DeviceNames::at))
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> DeviceNames.at(22)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textsAreCutBetweenCharacters() {
        assertThat(Tags.value("x".repeat(256))).hasSize(256);
        assertThat(Tags.value("x".repeat(255) + "😀")).isEqualTo("x".repeat(255));
        assertThat(Tags.description("x".repeat(400))).hasSize(255);
    }
}
