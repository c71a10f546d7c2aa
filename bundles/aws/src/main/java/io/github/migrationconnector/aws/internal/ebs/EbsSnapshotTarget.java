package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.AccountDefaults;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.TargetAccount;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** EBS as a place for snapshots, and the account that keeps them. */
@Component(
        service = {SnapshotTarget.class, TargetAccount.class},
        property = SnapshotTarget.SCHEME + "=ebs")
public final class EbsSnapshotTarget implements SnapshotTarget, TargetAccount {
    private final SnapshotCalls calls;
    private final EbsSnapshots snapshots;

    @Activate
    public EbsSnapshotTarget(@Reference AwsClients clients, @Reference BlockCalls blocks) {
        this(clients, blocks, new RecentSnapshots(RecentSnapshots.INVISIBLE_AT_MOST, InstantSource.system()));
    }

    EbsSnapshotTarget(AwsClients clients, BlockCalls blocks, RecentSnapshots recent) {
        this.calls = new SnapshotCalls(clients, recent);
        this.snapshots = new EbsSnapshots(calls, blocks, recent);
    }

    @Override
    public AccountDefaults defaults() {
        return new AccountDefaults(calls.encryptionByDefault());
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
