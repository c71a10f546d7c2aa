package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.connection.VcenterWatch;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.health.ConnectorHealth;
import io.github.migrationconnector.api.health.Health;
import io.github.migrationconnector.api.health.HealthReason;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
                        List.of(new HealthReason(
                                "DISK_SPACE_LOW", Instant.EPOCH.plusSeconds(1), "Full.", "Make room.")));
            }
        };
    }

    static SetupSteps steps() {
        SetupProgress progress = new SetupProgress(
                SetupState.NEW,
                List.of(new StepView(
                        SetupStep.LICENCE, StepStatus.ANSWERED, Map.of("accepted", "true"), Map.of("a", "b"))));
        return new SetupSteps() {
            @Override
            public SetupProgress progress() {
                return progress;
            }

            @Override
            public StepReport answer(SetupStep step, Secret answer) {
                return new StepReport(List.of(), List.of(), progress);
            }

            @Override
            public SetupProgress discard() {
                return progress;
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
            public void greet() {
                // it is there
            }
        };
    }
}
