package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.replication.Holding;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether ended runs left snapshots that could not be removed yet. A VM's snapshot grows, and slows its machine down. */
@Component(service = HealthCheck.class)
public final class LeftoversCheck implements HealthCheck {
    private static final int NAMED = 5;

    private final Neighbours neighbours;

    @Activate
    public LeftoversCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return CheckProfile.of("SNAPSHOTS", 10);
    }

    @Override
    public CheckFinding look() {
        List<Holding> left = neighbours.holdings().holdings().stream()
                .filter(holding -> holding.kind() == Holding.Kind.LEFTOVERS)
                .toList();
        return left.isEmpty()
                ? CheckFinding.ok("HEALTH_LEFTOVERS_NONE", "No ended run has left a snapshot.")
                : CheckFinding.warning(
                        "SNAPSHOTS_LEFT",
                        left.size() + " ended runs have left snapshots, of "
                                + left.stream()
                                        .map(Holding::vmName)
                                        .distinct()
                                        .limit(NAMED)
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Their removal is tried again every ten minutes; the runs' pages say what keeps it.");
    }
}
