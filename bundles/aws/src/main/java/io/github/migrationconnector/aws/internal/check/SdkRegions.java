package io.github.migrationconnector.aws.internal.check;

import io.github.migrationconnector.api.connection.AwsRegion;
import io.github.migrationconnector.api.connection.AwsRegions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/** The regions that the SDK was built with. */
@Component(service = AwsRegions.class)
public final class SdkRegions implements AwsRegions {
    @Override
    public List<AwsRegion> regions() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .flatMap(region -> Optional.ofNullable(RegionMetadata.of(region)).stream())
                .flatMap(SdkRegions::region)
                .sorted(Comparator.comparing(AwsRegion::id))
                .toList();
    }

    private static Stream<AwsRegion> region(RegionMetadata metadata) {
        return Stream.of(new AwsRegion(
                metadata.id(), metadata.description(), metadata.partition().id()));
    }
}
