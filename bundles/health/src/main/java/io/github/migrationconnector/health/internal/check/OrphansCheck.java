package io.github.migrationconnector.health.internal.check;

import io.github.migrationconnector.api.health.CheckFinding;
import io.github.migrationconnector.api.health.CheckProfile;
import io.github.migrationconnector.api.health.HealthCheck;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshot;
import io.github.migrationconnector.api.vmsnapshot.VmSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whether vCenter has VM snapshots under the connector's name that no run of it knows. It removes none of those. */
@Component(service = HealthCheck.class)
public final class OrphansCheck implements HealthCheck {
    private static final int NAMED = 5;

    private final Neighbours neighbours;

    @Activate
    public OrphansCheck(@Reference Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    @Override
    public CheckProfile profile() {
        return new CheckProfile("VM_SNAPSHOTS", 60, Duration.ofMinutes(5));
    }

    @Override
    public CheckFinding look() {
        if (!neighbours.registered()) {
            return CheckFinding.notSetUp();
        }
        List<VmSnapshot> owned;
        try {
            owned = neighbours.snapshots().owned();
        } catch (ConnectorException silent) {
            return CheckFinding.unknown(
                    "HEALTH_VCENTER_SILENT",
                    "vCenter can't be asked now: " + silent.problem().message(),
                    silent.problem().message());
        }
        List<String> unknown = owned.stream()
                .map(VmSnapshot::name)
                .filter(name -> neighbours
                        .replication()
                        .run(name.substring(VmSnapshots.NAME_PREFIX.length()))
                        .isEmpty())
                .toList();
        return unknown.isEmpty()
                ? CheckFinding.ok(
                        "HEALTH_VM_SNAPSHOTS",
                        owned.size() + " VM snapshots are the connector's, each of a run that it knows.",
                        Integer.toString(owned.size()))
                : CheckFinding.warning(
                        "VM_SNAPSHOTS_UNKNOWN",
                        unknown.size() + " VM snapshots have the connector's name and are of no run that it knows: "
                                + unknown.stream().limit(NAMED).collect(Collectors.joining(", ")) + ".",
                        "If no other connector works with this vCenter, remove them there.");
    }
}
