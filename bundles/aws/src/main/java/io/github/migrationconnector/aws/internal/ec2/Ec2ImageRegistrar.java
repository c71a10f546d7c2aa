package io.github.migrationconnector.aws.internal.ec2;

import io.github.migrationconnector.api.image.ImageDisk;
import io.github.migrationconnector.api.image.ImageRegistrar;
import io.github.migrationconnector.api.image.ImageSpec;
import io.github.migrationconnector.api.inventory.Firmware;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.services.ec2.model.ArchitectureValues;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.BootModeValues;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Registers images from snapshots. The guest is not touched, and nothing is claimed of it: an image is never marked as having
 * ENA drivers here (correctness rule 17).
 */
@Component(service = ImageRegistrar.class)
public final class Ec2ImageRegistrar implements ImageRegistrar {
    private static final String NAME_TAKEN = "InvalidAMIName.Duplicate";
    private static final String UNKNOWN_IMAGE = "InvalidAMIID.NotFound";
    private static final String DEREGISTERED_IMAGE = "InvalidAMIID.Unavailable";

    private final AwsClients clients;

    @Activate
    public Ec2ImageRegistrar(@Reference AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public String register(ImageSpec spec) {
        Optional<Image> known = image(spec.name());
        if (known.isPresent()) {
            return sameOrRefused(known.get(), spec);
        }
        RegisterImageRequest request = request(spec);
        Optional<String> registered = clients.ec2("ec2:RegisterImage", ec2 -> {
            try {
                return Optional.of(ec2.registerImage(request).imageId());
            } catch (Ec2Exception e) {
                if (is(e, NAME_TAKEN)) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        // when the name is taken all the same, an earlier call's image was not listed yet
        return registered.orElseGet(() -> sameOrRefused(image(spec.name()).orElseThrow(() -> notListed(spec)), spec));
    }

    private static RegisterImageRequest request(ImageSpec spec) {
        RegisterImageRequest.Builder request = RegisterImageRequest.builder()
                .name(spec.name())
                .description(spec.description())
                .architecture(ArchitectureValues.X86_64)
                .virtualizationType("hvm")
                .bootMode(bootMode(spec.firmware()))
                .rootDeviceName(spec.disks().get(0).deviceName())
                .blockDeviceMappings(
                        spec.disks().stream().map(Ec2ImageRegistrar::mapping).toList());
        if (!spec.tags().isEmpty()) {
            List<Tag> tags = spec.tags().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            request.tagSpecifications(TagSpecification.builder()
                    .resourceType(ResourceType.IMAGE)
                    .tags(tags)
                    .build());
        }
        return request.build();
    }

    private static BootModeValues bootMode(Firmware firmware) {
        return switch (firmware) {
            case BIOS -> BootModeValues.LEGACY_BIOS;
            case UEFI -> BootModeValues.UEFI;
        };
    }

    private static BlockDeviceMapping mapping(ImageDisk disk) {
        return BlockDeviceMapping.builder()
                .deviceName(disk.deviceName())
                .ebs(ebs -> ebs.snapshotId(disk.snapshotId())
                        .volumeSize(Math.toIntExact(disk.volumeSizeGib()))
                        .deleteOnTermination(true))
                .build();
    }

    /** An image of that name is the one that was asked for when it is made of the same snapshots. */
    private static String sameOrRefused(Image image, ImageSpec spec) {
        Map<String, String> has = new TreeMap<>();
        image.blockDeviceMappings().stream()
                .filter(mapping -> mapping.ebs() != null)
                .forEach(mapping -> has.put(mapping.deviceName(), mapping.ebs().snapshotId()));
        Map<String, String> wanted = new TreeMap<>();
        spec.disks().forEach(disk -> wanted.put(disk.deviceName(), disk.snapshotId()));
        if (has.equals(wanted)) {
            return image.imageId();
        }
        throw Problem.fatal(
                        "IMAGE_NAME_TAKEN",
                        "The image name '" + spec.name() + "' is taken by " + image.imageId()
                                + ", which is made of other snapshots.",
                        "Deregister that image, or use another name.")
                .asException();
    }

    private static ConnectorException notListed(ImageSpec spec) {
        return Problem.passing(
                        "IMAGE_NOT_VISIBLE_YET",
                        "The image '" + spec.name() + "' is registered and not listed yet.",
                        "Nothing to do: it is tried again.")
                .asException();
    }

    @Override
    public Optional<String> find(String name) {
        return image(name).map(Image::imageId);
    }

    @Override
    public List<String> madeOf(String snapshotId) {
        Filter bySnapshot = Filter.builder()
                .name("block-device-mapping.snapshot-id")
                .values(snapshotId)
                .build();
        List<Image> images =
                clients.ec2("ec2:DescribeImages", ec2 -> ec2.describeImages(request -> request.owners("self")
                                .includeDeprecated(true)
                                .includeDisabled(true)
                                .filters(bySnapshot))
                        .images());
        return images.stream()
                .filter(image -> image.state() != ImageState.DEREGISTERED)
                .map(Image::imageId)
                .toList();
    }

    private Optional<Image> image(String name) {
        Filter byName = Filter.builder().name("name").values(name).build();
        List<Image> images = clients.ec2("ec2:DescribeImages", ec2 -> ec2.describeImages(
                        request -> request.owners("self").filters(byName))
                .images());
        return images.stream()
                .filter(image -> name.equals(image.name()))
                .filter(image -> image.state() != ImageState.DEREGISTERED && image.state() != ImageState.FAILED)
                .findFirst();
    }

    @Override
    public List<String> sharedWith(String imageId) {
        return clients.ec2("ec2:DescribeImageAttribute", ec2 -> {
            try {
                return ec2
                        .describeImageAttribute(
                                request -> request.imageId(imageId).attribute(ImageAttributeName.LAUNCH_PERMISSION))
                        .launchPermissions()
                        .stream()
                        .flatMap(Ec2ImageRegistrar::whom)
                        .toList();
            } catch (Ec2Exception e) {
                if (is(e, UNKNOWN_IMAGE) || is(e, DEREGISTERED_IMAGE)) {
                    return List.of();
                }
                throw e;
            }
        });
    }

    private static Stream<String> whom(LaunchPermission permission) {
        return Stream.of(
                        permission.userId(),
                        permission.groupAsString(),
                        permission.organizationArn(),
                        permission.organizationalUnitArn())
                .filter(Objects::nonNull);
    }

    @Override
    public void deregister(String imageId) {
        clients.ec2("ec2:DeregisterImage", ec2 -> {
            try {
                return ec2.deregisterImage(request -> request.imageId(imageId)).toString();
            } catch (Ec2Exception e) {
                if (is(e, UNKNOWN_IMAGE) || is(e, DEREGISTERED_IMAGE)) {
                    return "";
                }
                throw e;
            }
        });
    }

    private static boolean is(Ec2Exception exception, String code) {
        return exception.awsErrorDetails() != null
                && code.equals(exception.awsErrorDetails().errorCode());
    }
}
