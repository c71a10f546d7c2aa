package io.github.migrationconnector.aws.internal.s3;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Puts small files at once and longer ones by parts; of an upload by parts that was cut off, those that S3 has are not sent
 * again. S3 compares each part with its SHA-256; the file's own is kept as {@code x-amz-meta-sha256}.
 */
final class S3UploadSession implements UploadSession {
    private static final String SHA256 = "sha256";
    private static final int NOT_FOUND = 404;

    /** 5 MiB over a line of 128 kbit/s. */
    private static final Duration PART_WITHIN = Duration.ofMinutes(6);

    private final LogBucket bucket;
    private final int partBytes;

    S3UploadSession(LogBucket bucket, int partBytes) {
        this.bucket = bucket;
        this.partBytes = partBytes;
    }

    @Override
    public String place() {
        return "s3://" + bucket.name() + "/";
    }

    @Override
    public void put(UploadFile file) {
        if (whole(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file.path())) {
            if (file.bytes() <= partBytes) {
                putAtOnce(file, new Part(1, in.readNBytes(partBytes)));
            } else {
                putByParts(file, in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!whole(file)) {
            throw Problem.passing(
                            "LOG_UPLOAD_DIGEST_DIFFERS",
                            "What arrived as " + file.name() + " in " + place()
                                    + " is not what was sent; it is sent again.",
                            "When this comes back, ask the support of AWS.")
                    .asException();
        }
    }

    private void putAtOnce(UploadFile file, Part only) {
        bucket.call(
                "s3:PutObject",
                s3 -> s3.putObject(
                        request -> request.bucket(bucket.name())
                                .expectedBucketOwner(bucket.owner())
                                .key(file.name())
                                .metadata(Map.of(SHA256, file.sha256()))
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                .checksumSHA256(only.checksum())
                                .overrideConfiguration(call -> call.apiCallTimeout(PART_WITHIN)),
                        RequestBody.fromBytes(only.content())));
    }

    private void putByParts(UploadFile file, InputStream in) throws IOException {
        Optional<String> begun = begun(file);
        Map<Integer, software.amazon.awssdk.services.s3.model.Part> there =
                begun.map(upload -> parts(file, upload)).orElse(Map.of());
        // metadata are given here or never: completing takes none
        String upload = begun.orElseGet(() ->
                bucket.call("s3:PutObject", s3 -> s3.createMultipartUpload(request -> request.bucket(bucket.name())
                                .expectedBucketOwner(bucket.owner())
                                .key(file.name())
                                .metadata(Map.of(SHA256, file.sha256()))
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId()));
        List<CompletedPart> done = new ArrayList<>();
        for (int number = 1; (long) (number - 1) * partBytes < file.bytes(); number++) {
            Part part = new Part(number, in.readNBytes(partBytes));
            String tag = same(there.get(number), part) ? there.get(number).eTag() : put(file, upload, part);
            done.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(tag)
                    .checksumSHA256(part.checksum())
                    .build());
        }
        bucket.call(
                "s3:PutObject",
                s3 -> s3.completeMultipartUpload(request -> request.bucket(bucket.name())
                        .expectedBucketOwner(bucket.owner())
                        .key(file.name())
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(done))));
    }

    private static boolean same(software.amazon.awssdk.services.s3.model.Part there, Part part) {
        if (there == null || there.size() != part.content().length) {
            return false;
        }
        return there.checksumSHA256() == null
                ? there.eTag().equals(part.tag())
                : there.checksumSHA256().equals(part.checksum());
    }

    private String put(UploadFile file, String upload, Part part) {
        return bucket.call("s3:PutObject", s3 -> s3.uploadPart(
                        request -> request.bucket(bucket.name())
                                .expectedBucketOwner(bucket.owner())
                                .key(file.name())
                                .uploadId(upload)
                                .partNumber(part.number())
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                .checksumSHA256(part.checksum())
                                .overrideConfiguration(call -> call.apiCallTimeout(PART_WITHIN)),
                        RequestBody.fromBytes(part.content()))
                .eTag());
    }

    /** An upload of this file that was begun: the same name is the same content. */
    private Optional<String> begun(UploadFile file) {
        return bucket
                .call(
                        "s3:ListBucketMultipartUploads",
                        s3 -> s3.listMultipartUploads(request -> request.bucket(bucket.name())
                                .expectedBucketOwner(bucket.owner())
                                .prefix(file.name())))
                .uploads()
                .stream()
                .filter(upload -> upload.key().equals(file.name()))
                .map(MultipartUpload::uploadId)
                .findFirst();
    }

    private Map<Integer, software.amazon.awssdk.services.s3.model.Part> parts(UploadFile file, String upload) {
        Map<Integer, software.amazon.awssdk.services.s3.model.Part> parts = new HashMap<>();
        // one page has 1,000, which is more than a file of the spool has
        ListPartsResponse page = bucket.call(
                "s3:ListMultipartUploadParts",
                s3 -> s3.listParts(request -> request.bucket(bucket.name())
                        .expectedBucketOwner(bucket.owner())
                        .key(file.name())
                        .uploadId(upload)));
        page.parts().forEach(part -> parts.put(part.partNumber(), part));
        return parts;
    }

    /** Whether it is there as it is here: by the checksum that S3 made when it came in, else by reading it back. */
    private boolean whole(UploadFile file) {
        Optional<HeadObjectResponse> head = head(file);
        if (head.isEmpty()
                || head.get().contentLength() != file.bytes()
                || !file.sha256().equals(kept(head.get()))) {
            return false;
        }
        // of an upload by parts, what is told is made of the parts' checksums: then the content itself has to tell
        String expected = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()));
        return expected.equals(head.get().checksumSHA256()) || readBack(file).equals(file.sha256());
    }

    /** The digest that is kept with it. Names of headers have no case, and proxies may change it. */
    private static String kept(HeadObjectResponse head) {
        Map<String, String> metadata = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        metadata.putAll(head.metadata());
        return metadata.getOrDefault(SHA256, "");
    }

    private Optional<HeadObjectResponse> head(UploadFile file) {
        return bucket.call("s3:GetObject", s3 -> {
            try {
                return Optional.of(s3.headObject(request -> request.bucket(bucket.name())
                        .expectedBucketOwner(bucket.owner())
                        .key(file.name())
                        .checksumMode(ChecksumMode.ENABLED)));
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private String readBack(UploadFile file) {
        return bucket.call("s3:GetObject", s3 -> {
            try (ResponseInputStream<GetObjectResponse> in = s3.getObject(request -> request.bucket(bucket.name())
                    .expectedBucketOwner(bucket.owner())
                    .key(file.name())
                    .overrideConfiguration(call -> call.apiCallTimeout(PART_WITHIN)))) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (IOException e) {
                throw Problem.passing(
                                "AWS_CONNECTION_LOST",
                                "The connection to S3 broke while " + file.name() + " was read back: " + e.getMessage(),
                                "Check the network.")
                        .asException(e);
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every JDK has SHA-256", impossible);
            }
        });
    }

    @Override
    public void remove(UploadFile file) {
        bucket.call(
                "s3:DeleteObject",
                s3 -> s3.deleteObject(request -> request.bucket(bucket.name())
                        .expectedBucketOwner(bucket.owner())
                        .key(file.name())));
    }

    @Override
    public void close() {
        // the clients are all sessions'
    }
}
