package io.github.migrationconnector.aws.internal.s3;

import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortIncompleteMultipartUpload;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * A bucket for logs.
 *
 * @param clients calls S3
 * @param name its name
 * @param owner the account that it has to be of: names of buckets are free to anybody
 */
record LogBucket(AwsClients clients, String name, String owner) {
    private static final String FIRST_REGION = "us-east-1";
    private static final int ABANDONED_DAYS = 7;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int MOVED = 301;

    /**
     * Sees to it that it is there.
     *
     * @param own whether it is the connector's own: then its settings are set even when making it was cut off before
     */
    void ready(S3Place place, boolean own, String region) {
        if (!exists()) {
            if (!place.make()) {
                throw Problem.fatal(
                                "LOG_UPLOAD_BUCKET_MISSING",
                                "There is no bucket " + name + ".",
                                "Make it, or let the connector do so: connector logs upload set --make-bucket")
                        .asException();
            }
            make(region);
            settle(place.keepDays());
        } else if (place.make() && own && !settled()) {
            settle(place.keepDays());
        }
    }

    private boolean exists() {
        return call("s3:ListBucket", s3 -> {
            try {
                s3.headBucket(request -> request.bucket(name).expectedBucketOwner(owner));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    private void make(String region) {
        call("s3:CreateBucket", s3 -> {
            try {
                return s3.createBucket(request -> {
                    request.bucket(name);
                    // CreateBucket, LocationConstraint: the first region is named by leaving it out
                    if (!region.equals(FIRST_REGION)) {
                        request.createBucketConfiguration(where -> where.locationConstraint(region));
                    }
                });
            } catch (BucketAlreadyOwnedByYouException another) {
                // another connector was quicker
                return another;
            }
        });
    }

    private void settle(int keepDays) {
        call(
                "s3:PutBucketPublicAccessBlock",
                s3 -> s3.putPublicAccessBlock(request -> request.bucket(name)
                        .expectedBucketOwner(owner)
                        .publicAccessBlockConfiguration(block -> block.blockPublicAcls(true)
                                .ignorePublicAcls(true)
                                .blockPublicPolicy(true)
                                .restrictPublicBuckets(true))));
        call(
                "s3:PutEncryptionConfiguration",
                s3 -> s3.putBucketEncryption(request -> request.bucket(name)
                        .expectedBucketOwner(owner)
                        .serverSideEncryptionConfiguration(all -> all.rules(ServerSideEncryptionRule.builder()
                                .applyServerSideEncryptionByDefault(
                                        usual -> usual.sseAlgorithm(ServerSideEncryption.AES256))
                                .build()))));
        // the last: whether it is there tells whether all of them are
        call(
                "s3:PutLifecycleConfiguration",
                s3 -> s3.putBucketLifecycleConfiguration(request -> request.bucket(name)
                        .expectedBucketOwner(owner)
                        .lifecycleConfiguration(all -> all.rules(rule(keepDays)))));
    }

    private static LifecycleRule rule(int keepDays) {
        return LifecycleRule.builder()
                .id("remove-old-logs")
                .status(ExpirationStatus.ENABLED)
                .filter(LifecycleRuleFilter.builder().prefix("").build())
                .expiration(LifecycleExpiration.builder().days(keepDays).build())
                .abortIncompleteMultipartUpload(AbortIncompleteMultipartUpload.builder()
                        .daysAfterInitiation(ABANDONED_DAYS)
                        .build())
                .build();
    }

    private boolean settled() {
        return call("s3:GetLifecycleConfiguration", s3 -> {
            try {
                s3.getBucketLifecycleConfiguration(
                        request -> request.bucket(name).expectedBucketOwner(owner));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Calls S3; a refusal by a status alone, as HEAD has it, is told in words. */
    <T> T call(String action, Function<S3Client, T> call) {
        return clients.s3(action, s3 -> {
            try {
                return call.apply(s3);
            } catch (S3Exception e) {
                if (e.statusCode() == FORBIDDEN && said(e).isEmpty()) {
                    throw refused(action, e);
                }
                if (e.statusCode() == MOVED) {
                    throw elsewhere(e);
                }
                throw e;
            }
        });
    }

    private static String said(S3Exception e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.startsWith("4") ? "" : code;
    }

    private ConnectorException refused(String action, S3Exception e) {
        return Problem.fatal(
                        "AWS_PERMISSION_MISSING",
                        "S3 refuses " + action + " on the bucket " + name
                                + ": the policy lacks it, or the bucket is of another account than " + owner + ".",
                        "Print the statements by connector iam policy --log-bucket " + name
                                + ", add them to the policy of the connector's user or role, or name another bucket.")
                .asException(e);
    }

    private ConnectorException elsewhere(S3Exception e) {
        return Problem.fatal(
                        "LOG_UPLOAD_BUCKET_ELSEWHERE",
                        "The bucket " + name + " lies in another region.",
                        "Name a bucket of the region that the connector works in.")
                .asException(e);
    }
}
