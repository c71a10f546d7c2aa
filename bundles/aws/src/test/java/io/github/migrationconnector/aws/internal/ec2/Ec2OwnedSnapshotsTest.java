package io.github.migrationconnector.aws.internal.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.target.OwnedSnapshot;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ebs.model.Tag;

/** Against the lab, with the rights of the shipped policy alone. */
@ExtendWith(LabExtension.class)
class Ec2OwnedSnapshotsTest {
    /** The smallest page that EC2 gives. */
    private static final int PAGE = 5;

    private AwsClients clients;

    @BeforeEach
    void connect(Lab lab) {
        clients = new AwsClients(FixedConnection.to(lab.aws(), LabAws.CONNECTOR), InstantSource.system());
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    private String start(Tag... tags) {
        return clients.ebs("ebs:StartSnapshot", ebs -> ebs.startSnapshot(request -> request.volumeSize(1L)
                        .clientToken(UUID.randomUUID().toString())
                        .tags(tags))
                .snapshotId());
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    @Test
    void findsAllPagesOfOneConnectorsSnapshotsAndNobodyElses() {
        Tag owner = tag("connector:id", "c-00000000000000001");
        List<OwnedSnapshot> made = new ArrayList<>();
        for (int i = 0; i < 2 * PAGE + 1; i++) {
            made.add(new OwnedSnapshot(start(owner, tag("connector:run", "sms-run-" + i)), "sms-run-" + i));
        }
        String another = start(tag("connector:id", "c-00000000000000002"), tag("connector:run", "sms-run-1"));
        String ofNoRun = start(owner);
        String bare = start();
        Ec2OwnedSnapshots owned = new Ec2OwnedSnapshots(clients, PAGE);
        // EC2 shows what EBS direct began a moment later
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (owned.of("c-00000000000000001").size() < made.size() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(owned.of("c-00000000000000001"))
                .containsExactlyInAnyOrderElementsOf(made)
                .extracting(OwnedSnapshot::snapshotId)
                .doesNotContain(another, ofNoRun, bare);
        assertThat(owned.of("c-00000000000000003")).isEmpty();
        assertThat(new Ec2OwnedSnapshots(clients).of("c-00000000000000001")).hasSize(made.size());
    }
}
