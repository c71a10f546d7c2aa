package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.Encryption;
import io.github.migrationconnector.api.target.Lineage;
import io.github.migrationconnector.api.target.OpenSnapshot;
import io.github.migrationconnector.api.target.SnapshotSpec;
import io.github.migrationconnector.api.target.SnapshotState;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ebs.model.CompleteSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksRequest;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;
import software.amazon.awssdk.services.ebs.model.SSEType;
import software.amazon.awssdk.services.ebs.model.StartSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.StartSnapshotResponse;
import software.amazon.awssdk.services.ebs.model.Tag;
import software.amazon.awssdk.services.ebs.model.ValidationException;
import software.amazon.awssdk.services.ebs.model.ValidationExceptionReason;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The calls about a snapshot as a whole, to EBS direct and EC2. */
final class SnapshotCalls {
    /** The longest that StartSnapshot takes, in minutes, counted from the last block (correctness rule 12). */
    private static final int TIMEOUT_MINUTES = 4320;

    /** The most that ListSnapshotBlocks takes as MaxResults. */
    private static final int PAGE_BLOCKS = 10_000;

    private static final String UNKNOWN_SNAPSHOT = "InvalidSnapshot.NotFound";
    private static final String NOT_FOUND = "AWS_NOT_FOUND";

    private final AwsClients clients;
    private final RecentSnapshots recent;

    SnapshotCalls(AwsClients clients, RecentSnapshots recent) {
        this.clients = clients;
        this.recent = recent;
    }

    OpenSnapshot start(SnapshotSpec spec) {
        StartSnapshotRequest.Builder request = StartSnapshotRequest.builder()
                .clientToken(spec.clientToken())
                .volumeSize(spec.volumeSizeGib())
                .timeout(TIMEOUT_MINUTES)
                .description(spec.description())
                .tags(spec.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList());
        addLineage(request, spec.lineage());
        StartSnapshotResponse started = clients.ebs("ebs:StartSnapshot", ebs -> ebs.startSnapshot(request.build()));
        boolean encrypted = started.kmsKeyArn() != null
                || started.sseType() == SSEType.SSE_KMS
                || started.sseType() == SSEType.SSE_EBS;
        recent.add(started.snapshotId());
        return new OpenSnapshot(started.snapshotId(), started.blockSize(), encrypted);
    }

    private static void addLineage(StartSnapshotRequest.Builder request, Lineage lineage) {
        if (lineage instanceof Lineage.ChildOf child) {
            request.parentSnapshotId(child.parentSnapshotId());
        } else if (lineage instanceof Lineage.Full full) {
            if (full.encryption() instanceof Encryption.KmsKey key) {
                request.encrypted(true).kmsKeyArn(key.keyArn());
            } else if (full.encryption() instanceof Encryption.DefaultKey) {
                request.encrypted(true);
            }
            // nothing said: the account's own setting decides
        }
    }

    /**
     * Completes a snapshot. When it is being completed already, an earlier call was accepted whose answer got lost: then
     * this one has nothing to do.
     */
    void complete(String snapshotId, int blocksPut, BlockDigest checksum) {
        CompleteSnapshotRequest request = CompleteSnapshotRequest.builder()
                .snapshotId(snapshotId)
                .changedBlocksCount(blocksPut)
                .checksum(checksum.base64())
                .checksumAlgorithm("SHA256")
                .checksumAggregationMethod("LINEAR")
                .build();
        boolean takesNoBlocks = tolerating404(
                snapshotId,
                () -> clients.ebs("ebs:CompleteSnapshot", ebs -> {
                    try {
                        ebs.completeSnapshot(request);
                        return false;
                    } catch (ValidationException e) {
                        if (e.reason() == ValidationExceptionReason.INVALID_SNAPSHOT_ID) {
                            return true;
                        }
                        throw e;
                    }
                }));
        if (takesNoBlocks) {
            Optional<SnapshotState> state = describe(snapshotId).map(SnapshotCalls::state);
            if (state.isEmpty() || state.get() == SnapshotState.ERROR) {
                throw Problem.fatal(
                                "TARGET_SNAPSHOT_LOST",
                                "EBS has given up snapshot " + snapshotId + ".",
                                "Start again from the last completed snapshot.")
                        .asException();
            }
        }
    }

    /** What EC2 says of a snapshot; empty when it does not know it. */
    Optional<Snapshot> describe(String snapshotId) {
        List<Snapshot> found = clients.ec2("ec2:DescribeSnapshots", ec2 -> {
            try {
                return ec2.describeSnapshots(request -> request.snapshotIds(snapshotId))
                        .snapshots();
            } catch (Ec2Exception e) {
                if (isUnknown(e)) {
                    return List.of();
                }
                throw e;
            }
        });
        return found.stream().findFirst();
    }

    static SnapshotState state(Snapshot snapshot) {
        return switch (snapshot.state()) {
            case PENDING, RECOVERING, RECOVERABLE, UNKNOWN_TO_SDK_VERSION -> SnapshotState.PENDING;
            case COMPLETED -> SnapshotState.COMPLETED;
            case ERROR -> SnapshotState.ERROR;
        };
    }

    boolean encryptionByDefault() {
        return clients.ec2("ec2:GetEbsEncryptionByDefault", ec2 -> ec2.getEbsEncryptionByDefault(request -> {})
                .ebsEncryptionByDefault());
    }

    /** Removes a snapshot; false when it is not known. */
    boolean delete(String snapshotId) {
        return clients.ec2("ec2:DeleteSnapshot", ec2 -> {
            try {
                ec2.deleteSnapshot(request -> request.snapshotId(snapshotId));
                return true;
            } catch (Ec2Exception e) {
                if (isUnknown(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** A page of a completed snapshot's blocks. */
    ListSnapshotBlocksResponse list(String snapshotId, ListPosition position) {
        ListSnapshotBlocksRequest request = ListSnapshotBlocksRequest.builder()
                .snapshotId(snapshotId)
                .maxResults(PAGE_BLOCKS)
                .startingBlockIndex(position.pageToken().isEmpty() ? position.nextIndex() : null)
                .nextToken(position.pageToken().isEmpty() ? null : position.pageToken())
                .build();
        return clients.ebs("ebs:ListSnapshotBlocks", ebs -> ebs.listSnapshotBlocks(request));
    }

    /**
     * Where a listing goes on.
     *
     * @param nextIndex the first index that was not listed yet
     * @param pageToken used when a page came empty; page tokens last an hour, an index for ever
     */
    record ListPosition(int nextIndex, String pageToken) {}

    private static boolean isUnknown(Ec2Exception exception) {
        return exception.awsErrorDetails() != null
                && UNKNOWN_SNAPSHOT.equals(exception.awsErrorDetails().errorCode());
    }

    private <T> T tolerating404(String snapshotId, Supplier<T> call) {
        try {
            return call.get();
        } catch (ConnectorException e) {
            throw tolerating404(e, snapshotId);
        }
    }

    /** An early 404 passes by itself (correctness rule 15). */
    ConnectorException tolerating404(Throwable failure, String snapshotId) {
        if (!(failure instanceof ConnectorException exception)) {
            return Problem.fatal("AWS_FAILED", "The call failed: " + failure, "Report this.")
                    .asException(failure);
        }
        Problem problem = exception.problem();
        if (!problem.code().equals(NOT_FOUND) || !recent.contains(snapshotId)) {
            return exception;
        }
        return Problem.passing(
                        "TARGET_SNAPSHOT_NOT_VISIBLE_YET",
                        "Snapshot " + snapshotId + " is new and not visible yet: " + problem.message(),
                        "Nothing to do: it is tried again.")
                .asException(exception);
    }
}
