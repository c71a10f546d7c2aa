package io.github.migrationconnector.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.metrics.Counted;
import io.github.migrationconnector.api.metrics.Label.Api;
import io.github.migrationconnector.api.metrics.Label.Cause;
import io.github.migrationconnector.api.metrics.Label.Fate;
import io.github.migrationconnector.api.metrics.Label.Outcome;
import io.github.migrationconnector.api.metrics.Label.Target;
import io.github.migrationconnector.api.metrics.Label.Way;
import io.github.migrationconnector.api.metrics.Timed;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {
    private final PrometheusMetrics metrics = new PrometheusMetrics(new Sampled());

    @AfterEach
    void stop() {
        metrics.close();
    }

    @Test
    void tellsWhatWasCountedAndTimed() {
        metrics.count(Counted.BYTES_PUT, 512, Way.FULL, Target.EBS);
        metrics.count(Counted.BYTES_PUT, 512, Way.FULL, Target.EBS);
        metrics.count(Counted.BLOCKS, 3, Way.CHANGED, Target.DIR, Fate.UNCHANGED);
        metrics.count(Counted.PUT_RETRIES, 1, Target.of("raw"), Cause.THROTTLED);
        metrics.took(Timed.PUT, Duration.ofMillis(20), Target.EBS);
        metrics.took(Timed.CALL, Duration.ofMillis(20), Api.EC2, Outcome.THROTTLED);
        metrics.took(Timed.TRANSFER, Duration.ofMinutes(2), Way.FULL, Target.EBS);
        assertThat(metrics.exposition())
                .contains(
                        "connector_bytes_put_total{target=\"ebs\",way=\"full\"} 1024.0",
                        "connector_blocks_total{fate=\"unchanged\",target=\"dir\",way=\"changed\"} 3.0",
                        "connector_put_retries_total{cause=\"throttled\",target=\"other\"} 1.0",
                        "connector_put_seconds_bucket{target=\"ebs\",le=\"0.025\"} 1",
                        "connector_put_seconds_bucket{target=\"ebs\",le=\"0.01\"} 0",
                        "connector_aws_call_seconds_bucket{api=\"ec2\",outcome=\"throttled\",le=\"0.025\"} 1",
                        "connector_transfer_seconds_count{target=\"ebs\",way=\"full\"} 1",
                        "jvm_memory_used_bytes",
                        "connector_healthy 0.0");
    }

    @Test
    void countsEndedRunsFromZero() {
        assertThat(metrics.exposition())
                .contains(
                        "connector_runs_ended_total{state=\"failed\"} 0.0",
                        "connector_runs_ended_total{state=\"completed\"} 0.0",
                        "connector_runs_ended_total{state=\"missed\"} 0.0",
                        "connector_runs_ended_total{state=\"deleted\"} 0.0")
                .doesNotContain("connector_runs_ended_total{state=\"active\"}");
    }

    @Test
    void takesNoLabelsTooManyOrTooFew() {
        assertThatThrownBy(() -> metrics.count(Counted.BYTES_PUT, 1, Way.FULL))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
