package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** EBS as a place for snapshots. */
@Component(service = SnapshotTarget.class, property = SnapshotTarget.SCHEME + "=ebs")
public final class EbsSnapshotTarget implements SnapshotTarget {
    private final EbsSnapshots snapshots;

    @Activate
    public EbsSnapshotTarget(@Reference AwsClients clients, @Reference BlockCalls blocks) {
        this(clients, blocks, new RecentSnapshots(RecentSnapshots.INVISIBLE_AT_MOST, InstantSource.system()));
    }

    EbsSnapshotTarget(AwsClients clients, BlockCalls blocks, RecentSnapshots recent) {
        this.snapshots = new EbsSnapshots(new SnapshotCalls(clients, recent), blocks, recent);
    }

    @Override
    public Snapshots at(String location) {
        if (!location.isEmpty()) {
            throw Problem.fatal(
                            "TARGET_ADDRESS_INVALID",
                            "EBS has no places within it: ebs:" + location + ".",
                            "Write ebs: alone; region and account come from the AWS settings.")
                    .asException();
        }
        return snapshots;
    }
}
