package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.aws.internal.http.HttpsTransport;
import io.github.migrationconnector.aws.internal.http.Limits;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import java.time.Duration;
import java.time.InstantSource;

/** The EBS target put together as its components are, over a connection of a test's. */
final class EbsRig implements AutoCloseable {
    private static final Limits LIMITS =
            new Limits(16, Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(25));

    private final HttpsTransport transport = new HttpsTransport(LIMITS, 1);
    private final AwsClients clients;
    private final SnapshotTarget.Snapshots snapshots;

    EbsRig(AwsConnection connection, InstantSource clock) {
        clients = new AwsClients(connection, clock, new CallMeter());
        BlockCalls blocks = new BlockCalls(transport, connection, clock);
        RecentSnapshots recent = new RecentSnapshots(RecentSnapshots.INVISIBLE_AT_MOST, clock);
        snapshots = new EbsSnapshotTarget(clients, blocks, recent).at("");
    }

    SnapshotTarget.Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public void close() {
        transport.close();
        clients.close();
    }
}
