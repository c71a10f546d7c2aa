package io.github.migrationconnector.aws.internal.permission;

import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks S3 about what the upload of logs needs: by calls about objects and uploads that are not there, and by an object whose
 * digest is wrong. Permissions are looked at first, so what is allowed fails harmlessly.
 */
final class S3Probes {
    private static final String NO_KEY = "permission-check/not-there";
    private static final String NO_UPLOAD = "not-there";
    private static final String WRONG_DIGEST = Base64.getEncoder().encodeToString(new byte[32]);
    private static final int NOT_FOUND = 404;

    private S3Probes() {}

    static List<Probe> of(String bucket) {
        String arn = "arn:aws:s3:::" + bucket;
        String objects = arn + "/*";
        return List.of(
                probe(
                        "s3:ListBucket",
                        "see whether the bucket for logs is there",
                        arn,
                        s3 -> s3.listObjectsV2(request -> request.bucket(bucket).maxKeys(1))),
                probe(
                        "s3:ListBucketMultipartUploads",
                        "find an upload of logs that was cut off",
                        arn,
                        s3 -> s3.listMultipartUploads(
                                request -> request.bucket(bucket).maxUploads(1))),
                probe(
                        "s3:ListMultipartUploadParts",
                        "see how far that upload came",
                        objects,
                        s3 -> s3.listParts(
                                request -> request.bucket(bucket).key(NO_KEY).uploadId(NO_UPLOAD))),
                probe(
                        "s3:PutObject",
                        "upload logs",
                        objects,
                        // nothing is kept whose digest differs
                        s3 -> s3.putObject(
                                request -> request.bucket(bucket)
                                        .key(NO_KEY)
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                        .checksumSHA256(WRONG_DIGEST),
                                RequestBody.fromString("x"))),
                probe(
                        "s3:GetObject",
                        "hold uploaded logs against their digest",
                        objects,
                        s3 -> s3.getObjectAsBytes(
                                request -> request.bucket(bucket).key(NO_KEY))));
    }

    private static Probe probe(String action, String purpose, String resource, Consumer<S3Client> call) {
        return new Probe(
                action,
                purpose,
                List.of(resource),
                clients -> clients.s3(action, s3 -> {
                    try {
                        call.accept(s3);
                    } catch (S3Exception e) {
                        boolean digest = e.awsErrorDetails() != null
                                && "BadDigest".equals(e.awsErrorDetails().errorCode());
                        if (e.statusCode() != NOT_FOUND && !digest) {
                            throw e;
                        }
                    }
                    return true;
                }));
    }
}
