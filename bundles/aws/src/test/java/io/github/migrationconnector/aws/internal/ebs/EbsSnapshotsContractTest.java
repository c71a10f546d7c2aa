package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.api.target.SnapshotWriterContract;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract against the lab's strict EBS, with the rights of the shipped policy alone. */
@ExtendWith(LabExtension.class)
class EbsSnapshotsContractTest extends SnapshotWriterContract {
    private static EbsRig rig;

    @BeforeAll
    static void connect(Lab lab) {
        // the contract's puts don't try again; late visibility has tests of its own
        lab.ebs()
                .settings(
                        Map.of("visibilityDelayMs", 0, "completeDelayMs", 100, "quotas", Map.of("startsPerSecond", 0)));
        rig = new EbsRig(FixedConnection.to(lab.aws(), LabAws.CONNECTOR), InstantSource.system());
    }

    @AfterAll
    static void disconnect(Lab lab) {
        rig.close();
        lab.ebs()
                .settings(Map.of(
                        "visibilityDelayMs", 300, "completeDelayMs", 800, "quotas", Map.of("startsPerSecond", 10)));
    }

    @Override
    protected SnapshotTarget.Snapshots snapshots() {
        return rig.snapshots();
    }
}
