package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.connection.PermissionReport;
import io.github.migrationconnector.api.connection.PermissionResult;
import io.github.migrationconnector.api.connection.PermissionVerdict;
import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether each AWS API that the connector calls lets it: EBS, EC2, KMS and all others, action by action. */
@Component(service = HealthCheck.class)
public final class PermissionsCheck implements HealthCheck {
    private static final int NAMED = 5;

    private final Neighbours neighbours;

    @Activate
    public PermissionsCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("AWS_PERMISSIONS", 60, Duration.ofMinutes(5));
    }

    @Override
    public CheckFinding look() {
        if (!neighbours.registered()) {
            return CheckFinding.notSetUp();
        }
        PermissionReport report;
        try {
            report = neighbours.permissions().check();
        } catch (ConnectorException silent) {
            return CheckFinding.unknown(
                    "HEALTH_AWS_SILENT",
                    "AWS can't be asked now: " + silent.problem().message(),
                    silent.problem().message());
        }
        List<String> denied = report.results().stream()
                .filter(result -> result.verdict() == PermissionVerdict.DENIED)
                .map(PermissionResult::action)
                .toList();
        List<PermissionResult> untold = report.results().stream()
                .filter(result -> result.verdict() == PermissionVerdict.NOT_TOLD)
                .toList();
        if (denied.isEmpty() && !untold.isEmpty()) {
            PermissionResult first = untold.get(0);
            return CheckFinding.warning(
                    "AWS_PERMISSIONS_UNTOLD",
                    untold.size() + " actions were not answered: "
                            + untold.stream()
                                    .map(PermissionResult::action)
                                    .limit(NAMED)
                                    .collect(Collectors.joining(", "))
                            + ". The first: " + first.message(),
                    first.fix());
        }
        return denied.isEmpty()
                ? CheckFinding.ok(
                        "HEALTH_PERMISSIONS",
                        "AWS denies none of " + report.results().size() + " actions; its clock is "
                                + report.clockOffset().abs().toSeconds() + " s apart.",
                        Integer.toString(report.results().size()),
                        Long.toString(report.clockOffset().abs().toSeconds()))
                : CheckFinding.warning(
                        "AWS_PERMISSIONS_MISSING",
                        denied.size() + " actions are denied: "
                                + denied.stream().limit(NAMED).collect(Collectors.joining(", ")) + ".",
                        "Give the connector's user or role the current policy (connector iam policy).");
    }
}
