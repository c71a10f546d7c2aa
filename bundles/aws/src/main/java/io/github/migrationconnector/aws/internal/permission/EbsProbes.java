package io.github.migrationconnector.aws.internal.permission;

import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ebs.model.StartSnapshotResponse;
import software.amazon.awssdk.services.ebs.model.ValidationException;

/**
 * Asks EBS direct, which has no dry run: by real calls about a snapshot that does not exist. Permissions are looked at
 * first, so what is allowed fails harmlessly, for want of the snapshot.
 */
final class EbsProbes {
    /** Well formed, and nobody's. */
    static final String NO_SNAPSHOT = "snap-00000000000000000";

    private static final int BLOCK_BYTES = 524_288;
    private static final String ALGORITHM = "SHA256";

    private EbsProbes() {}

    static List<Probe> all() {
        byte[] block = new byte[BLOCK_BYTES];
        String checksum = sha256(block);
        return List.of(
                probe("ebs:StartSnapshot", "begin the snapshot of a replicated disk", EbsProbes::start),
                probe(
                        "ebs:PutSnapshotBlock",
                        "write a disk's blocks",
                        ebs -> ebs.putSnapshotBlock(
                                request -> request.snapshotId(NO_SNAPSHOT)
                                        .blockIndex(0)
                                        .dataLength(BLOCK_BYTES)
                                        .checksum(checksum)
                                        .checksumAlgorithm(ALGORITHM),
                                RequestBody.fromBytes(block))),
                probe(
                        "ebs:CompleteSnapshot",
                        "seal a snapshot",
                        ebs -> ebs.completeSnapshot(
                                request -> request.snapshotId(NO_SNAPSHOT).changedBlocksCount(0))),
                probe(
                        "ebs:ListSnapshotBlocks",
                        "see which blocks a snapshot has",
                        ebs -> ebs.listSnapshotBlocks(request -> request.snapshotId(NO_SNAPSHOT))),
                probe(
                        "ebs:GetSnapshotBlock",
                        "read blocks back, to verify them",
                        ebs -> ebs.getSnapshotBlockAsBytes(request ->
                                request.snapshotId(NO_SNAPSHOT).blockIndex(0).blockToken("AAAA"))));
    }

    private static void start(EbsClient ebs) {
        StartSnapshotResponse made = ebs.startSnapshot(
                request -> request.volumeSize(1L).parentSnapshotId(NO_SNAPSHOT).timeout(10));
        // cannot be, since there is no such parent
        throw new IllegalStateException(
                "the snapshot " + made.snapshotId() + " was made of a parent that does not exist");
    }

    private static Probe probe(String action, String purpose, Consumer<EbsClient> call) {
        return new Probe(action, purpose, List.of(Probe.SNAPSHOTS), clients -> askHarmlessly(clients, action, call));
    }

    private static void askHarmlessly(AwsClients clients, String action, Consumer<EbsClient> call) {
        clients.ebs(action, ebs -> {
            try {
                call.accept(ebs);
            } catch (ResourceNotFoundException | ValidationException allowed) {
                return true;
            }
            return true;
        });
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
