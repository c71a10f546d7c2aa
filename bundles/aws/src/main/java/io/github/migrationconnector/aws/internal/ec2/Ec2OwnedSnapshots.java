package io.github.migrationconnector.aws.internal.ec2;

import io.github.migrationconnector.api.target.OwnedSnapshot;
import io.github.migrationconnector.api.target.OwnedSnapshots;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Finds a connector's snapshots by EC2's DescribeSnapshots, page by page. */
@Component(service = OwnedSnapshots.class)
public final class Ec2OwnedSnapshots implements OwnedSnapshots {
    /** DescribeSnapshots, parameter MaxResults: at most 1000. */
    static final int PAGE = 1000;

    private final AwsClients clients;
    private final int page;

    @Activate
    public Ec2OwnedSnapshots(@Reference AwsClients clients) {
        this(clients, PAGE);
    }

    Ec2OwnedSnapshots(AwsClients clients, int page) {
        this.clients = clients;
        this.page = page;
    }

    @Override
    public List<OwnedSnapshot> of(String connectorId) {
        List<Filter> filters = List.of(filter("tag:" + CONNECTOR_TAG, connectorId), filter("tag-key", RUN_TAG));
        List<OwnedSnapshot> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            String token = next.orElse(null);
            DescribeSnapshotsResponse answer = clients.ec2(
                    "ec2:DescribeSnapshots",
                    ec2 -> ec2.describeSnapshots(request -> request.ownerIds("self")
                            .filters(filters)
                            .maxResults(page)
                            .nextToken(token)));
            answer.snapshots().forEach(snapshot -> run(snapshot)
                    .ifPresent(run -> found.add(new OwnedSnapshot(snapshot.snapshotId(), run))));
            next = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
        } while (next.isPresent());
        return List.copyOf(found);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static Optional<String> run(Snapshot snapshot) {
        return snapshot.tags().stream()
                .filter(tag -> tag.key().equals(RUN_TAG))
                .map(Tag::value)
                .findFirst();
    }
}
