package io.github.migrationconnector.aws.internal.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.OwnedSnapshot;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ebs.model.Tag;

/** Against the lab's DescribeSnapshots, with the rights of the shipped policy alone. */
@ExtendWith(LabExtension.class)
class Ec2OwnedSnapshotsTest {
    /** The smallest page that DescribeSnapshots takes. */
    private static final int PAGE = 5;

    private final String connectorId =
            "c-" + UUID.randomUUID().toString().replace("-", "").substring(0, 17);
    private AwsClients clients;

    @BeforeEach
    void connect(Lab lab) {
        // a list is whole only when what was begun is seen at once
        lab.ebs()
                .settings(Map.of(
                        "visibilityDelayMs", 0, "quotas", Map.of("startsPerSecond", 0, "pendingSnapshots", 100)));
        clients = new AwsClients(
                FixedConnection.to(lab.aws(), LabAws.CONNECTOR), InstantSource.system(), new CallMeter());
    }

    @AfterEach
    void disconnect(Lab lab) {
        clients.close();
        lab.ebs().settings(Map.of("visibilityDelayMs", 300));
    }

    private String started(Map<String, String> tags) {
        return clients.ebs("ebs:StartSnapshot", ebs -> ebs.startSnapshot(request -> request.volumeSize(1L)
                        .clientToken(UUID.randomUUID().toString())
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList()))
                .snapshotId());
    }

    private String owned(String run) {
        return started(Map.of(OwnedSnapshots.CONNECTOR_TAG, connectorId, OwnedSnapshots.RUN_TAG, run));
    }

    @Test
    void findsAllOfThisConnectorOverManyPagesAndNothingElse() {
        Set<OwnedSnapshot> made = new HashSet<>();
        for (int number = 0; number < 2 * PAGE + 1; number++) {
            String run = "sms-run-" + number;
            made.add(new OwnedSnapshot(owned(run), run));
        }
        started(Map.of(OwnedSnapshots.CONNECTOR_TAG, connectorId));
        started(Map.of(OwnedSnapshots.CONNECTOR_TAG, connectorId + "0", OwnedSnapshots.RUN_TAG, "sms-run-0"));
        started(Map.of("Name", connectorId));
        assertThat(new Ec2OwnedSnapshots(clients, PAGE).of(connectorId)).containsExactlyInAnyOrderElementsOf(made);
        assertThat(new Ec2OwnedSnapshots(clients).of(connectorId)).containsExactlyInAnyOrderElementsOf(made);
        assertThat(new Ec2OwnedSnapshots(clients).of(connectorId + "1")).isEmpty();
    }

    @Test
    void aPageThatFailsIsNoEndOfTheList(Lab lab) {
        for (int number = 0; number < PAGE + 1; number++) {
            owned("sms-run-" + number);
        }
        try (ActiveFault planted = lab.faults()
                .inject(Fault.always(
                        "ec2", "DescribeSnapshots", new Fault.Action.Refuse(503, "RequestLimitExceeded", "planted")))) {
            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class, () -> new Ec2OwnedSnapshots(clients, PAGE).of(connectorId));
            assertThat(failure.problem().retry()).isNotEqualTo(Retry.NEVER);
            assertThat(planted.hits()).isPositive();
        }
    }
}
