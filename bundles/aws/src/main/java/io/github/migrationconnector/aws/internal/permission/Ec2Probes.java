package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Asks EC2 by dry runs (EC2 API reference, "DryRun": DryRunOperation when it is allowed, UnauthorizedOperation when not).
 * What concerns a resource is asked of one that the connector made, when there is one: of others EC2 may say that they don't
 * exist before it looks at permissions.
 */
final class Ec2Probes {
    private static final String ALLOWED = "DryRunOperation";
    private static final String NO_IMAGE = "ami-00000000000000000";
    private static final String NAME = "connector-permission-check";
    private static final String OWN_TAG = "connector:id";
    private static final String ROOT = "/dev/sda1";
    private static final int ROOT_GIB = 1;
    /** EC2 takes no smaller pages. */
    private static final int PAGE = 5;

    private Ec2Probes() {}

    static List<Probe> all() {
        return List.of(
                dryRun(
                        "ec2:DescribeSnapshots",
                        "follow the state of snapshots",
                        ec2 -> ec2.describeSnapshots(request ->
                                request.ownerIds("self").maxResults(PAGE).dryRun(true))),
                dryRun(
                        "ec2:DescribeImages",
                        "find the images that were made",
                        ec2 -> ec2.describeImages(
                                request -> request.owners("self").dryRun(true))),
                probe(
                        "ec2:DescribeImageAttribute",
                        "keep images that are shared with other accounts",
                        List.of(Probe.ANYTHING),
                        clients -> {
                            String image = own(clients, "ec2:DescribeImages", Ec2Probes::ownImage, NO_IMAGE);
                            ask(
                                    clients,
                                    "ec2:DescribeImageAttribute",
                                    ec2 -> ec2.describeImageAttribute(request -> request.imageId(image)
                                            .attribute(ImageAttributeName.LAUNCH_PERMISSION)
                                            .dryRun(true)));
                        }),
                dryRun(
                        "ec2:GetEbsEncryptionByDefault",
                        "know whether snapshots will be encrypted",
                        ec2 -> ec2.getEbsEncryptionByDefault(request -> request.dryRun(true))),
                probe(
                        "ec2:RegisterImage",
                        "make an image of the snapshots",
                        List.of(Probe.IMAGES, Probe.SNAPSHOTS),
                        clients -> ask(clients, "ec2:RegisterImage", ec2 -> ec2.registerImage(image().build()))),
                probe(
                        "ec2:CreateTags",
                        "mark images with the job that they come from",
                        List.of(Probe.IMAGES, Probe.SNAPSHOTS),
                        clients -> ask(clients, "ec2:CreateTags", ec2 -> ec2.registerImage(tagged()))),
                probe(
                        "ec2:DeregisterImage",
                        "remove images that are not kept any longer",
                        List.of(Probe.IMAGES),
                        clients -> {
                            String image = own(clients, "ec2:DescribeImages", Ec2Probes::ownImage, NO_IMAGE);
                            ask(
                                    clients,
                                    "ec2:DeregisterImage",
                                    ec2 -> ec2.deregisterImage(
                                            request -> request.imageId(image).dryRun(true)));
                        }),
                probe(
                        "ec2:DeleteSnapshot",
                        "remove snapshots that are not kept any longer",
                        List.of(Probe.SNAPSHOTS),
                        clients -> {
                            String snapshot = own(
                                    clients, "ec2:DescribeSnapshots", Ec2Probes::ownSnapshot, EbsProbes.NO_SNAPSHOT);
                            ask(
                                    clients,
                                    "ec2:DeleteSnapshot",
                                    ec2 -> ec2.deleteSnapshot(request ->
                                            request.snapshotId(snapshot).dryRun(true)));
                        }));
    }

    private static RegisterImageRequest.Builder image() {
        EbsBlockDevice disk = EbsBlockDevice.builder().volumeSize(ROOT_GIB).build();
        return RegisterImageRequest.builder()
                .name(NAME)
                .architecture("x86_64")
                .virtualizationType("hvm")
                .rootDeviceName(ROOT)
                .blockDeviceMappings(
                        BlockDeviceMapping.builder().deviceName(ROOT).ebs(disk).build())
                .dryRun(true);
    }

    private static RegisterImageRequest tagged() {
        Tag tag = Tag.builder().key(OWN_TAG).value(NAME).build();
        return image().tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.IMAGE)
                        .tags(tag)
                        .build())
                .build();
    }

    private static String ownImage(Ec2Client ec2) {
        return ec2.describeImages(request -> request.owners("self").filters(byTag())).images().stream()
                .map(Image::imageId)
                .findFirst()
                .orElse(NO_IMAGE);
    }

    private static String ownSnapshot(Ec2Client ec2) {
        return ec2.describeSnapshots(request -> request.ownerIds("self").filters(byTag())).snapshots().stream()
                .map(Snapshot::snapshotId)
                .findFirst()
                .orElse(EbsProbes.NO_SNAPSHOT);
    }

    private static Filter byTag() {
        return Filter.builder().name("tag-key").values(OWN_TAG).build();
    }

    /** One of the connector's own; when it may not look for them, any. */
    private static String own(AwsClients clients, String action, Function<Ec2Client, String> search, String otherwise) {
        return clients.ec2(action, ec2 -> {
            try {
                return search.apply(ec2);
            } catch (Ec2Exception notAllowed) {
                return otherwise;
            }
        });
    }

    private static Probe dryRun(String action, String purpose, Consumer<Ec2Client> call) {
        return probe(action, purpose, List.of(Probe.ANYTHING), clients -> ask(clients, action, call));
    }

    private static Probe probe(String action, String purpose, List<String> resources, Consumer<AwsClients> call) {
        return new Probe(action, purpose, resources, call);
    }

    private static void ask(AwsClients clients, String action, Consumer<Ec2Client> call) {
        clients.ec2(action, ec2 -> {
            try {
                call.accept(ec2);
            } catch (Ec2Exception answer) {
                if (answer.awsErrorDetails() == null
                        || !ALLOWED.equals(answer.awsErrorDetails().errorCode())) {
                    throw answer;
                }
            }
            return true;
        });
    }
}
