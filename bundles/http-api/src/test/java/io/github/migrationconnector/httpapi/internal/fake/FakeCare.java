package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckResult;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import java.time.Instant;
import java.util.List;

/** Health, set-up by steps and the watch of vCenter, as a test wants to see them. */
final class FakeCare {
    private FakeCare() {}

    static Health health() {
        return new Health() {
            @Override
            public ConnectorHealth health() {
                return new ConnectorHealth(Instant.EPOCH.plusSeconds(2), List.of());
            }

            @Override
            public ConnectorHealth check() {
                return new ConnectorHealth(
                        Instant.EPOCH.plusSeconds(2),
                        List.of(new CheckResult(
                                "DISK_SPACE",
                                CheckFinding.failing("DISK_SPACE_LOW", "Full.", "Make room."),
                                Instant.EPOCH.plusSeconds(1),
                                Instant.EPOCH.plusSeconds(2))));
            }
        };
    }

    static VcenterWatch watch(VcenterExamination examination) {
        return new VcenterWatch() {
            @Override
            public VcenterExamination examine() {
                return examination;
            }

            @Override
            public Instant greet() {
                return Instant.EPOCH;
            }
        };
    }
}
