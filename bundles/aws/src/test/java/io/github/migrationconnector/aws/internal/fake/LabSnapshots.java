package io.github.migrationconnector.aws.internal.fake;

import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.ResourceNotFoundException;

/** Makes snapshots in the lab by the SDK alone, for tests of what is made from them. */
public final class LabSnapshots {
    private final AwsClients clients;

    public LabSnapshots(AwsClients clients) {
        this.clients = clients;
    }

    /** The id of a completed snapshot of 1 GiB without blocks. */
    public String completed() {
        return clients.ebs("ebs:StartSnapshot", ebs -> {
            String id = ebs.startSnapshot(request ->
                            request.volumeSize(1L).clientToken(UUID.randomUUID().toString()))
                    .snapshotId();
            while (!complete(ebs, id)) {
                pause();
            }
            while (!clients.ec2(
                    "ec2:DescribeSnapshots", ec2 -> ec2.describeSnapshots(request -> request.snapshotIds(id))
                            .snapshots()
                            .get(0)
                            .stateAsString()
                            .equals("completed"))) {
                pause();
            }
            return id;
        });
    }

    private static boolean complete(EbsClient ebs, String id) {
        try {
            ebs.completeSnapshot(request -> request.snapshotId(id).changedBlocksCount(0));
            return true;
        } catch (ResourceNotFoundException e) {
            // not visible yet
            return false;
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
