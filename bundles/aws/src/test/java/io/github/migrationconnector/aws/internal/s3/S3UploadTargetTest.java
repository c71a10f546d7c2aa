package io.github.migrationconnector.aws.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.migrationconnector.api.logupload.UploadFile;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadSettings.S3Place;
import io.github.migrationconnector.api.logupload.UploadSettings.SftpPlace;
import io.github.migrationconnector.api.logupload.UploadTargetContract;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.aws.internal.fake.FixedConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import io.github.migrationconnector.aws.internal.sdk.CallMeter;
import io.github.migrationconnector.lab.ActiveFault;
import io.github.migrationconnector.lab.Fault;
import io.github.migrationconnector.lab.Lab;
import io.github.migrationconnector.lab.LabAws;
import io.github.migrationconnector.lab.LabExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Against moto's S3 behind the lab's gateway, which holds bodies against their digests. */
@ExtendWith(LabExtension.class)
class S3UploadTargetTest extends UploadTargetContract {
    private static final int PART_BYTES = 5 << 20;

    private final String bucket = "logs-" + UUID.randomUUID();
    private Lab lab;
    private AwsClients clients;
    private FixedConnection connection;

    @BeforeEach
    void connect(Lab running) {
        lab = running;
        connection = FixedConnection.to(lab.aws(), LabAws.ADMIN);
        clients = new AwsClients(connection, InstantSource.system(), new CallMeter());
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    private static UploadSettings to(String bucket, boolean make) {
        return new UploadSettings(
                UploadKind.S3,
                "",
                new S3Place(bucket, make, 30),
                new SftpPlace("", 22, "", "", ""),
                Duration.ofHours(1),
                false);
    }

    private UploadSession open(String name, boolean make) {
        return new S3UploadTarget(clients, connection).open(to(name, make), Map.of());
    }

    @Override
    protected UploadSession open() {
        return open(bucket, true);
    }

    @Override
    protected int longBytes() {
        return 2 * PART_BYTES + 1000;
    }

    @Override
    protected Optional<byte[]> there(String name) {
        return clients.s3("s3:GetObject", s3 -> {
            try {
                return Optional.of(
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(name))
                                .asByteArray());
            } catch (NoSuchKeyException none) {
                return Optional.empty();
            }
        });
    }

    @Override
    protected String digestThere(String name) {
        return clients.s3(
                "s3:GetObject",
                s3 -> s3.headObject(request -> request.bucket(bucket).key(name)).metadata().entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase("sha256"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(""));
    }

    @Override
    protected void leave(UploadFile file, byte[] beginning) {
        open().close();
        clients.s3("s3:PutObject", s3 -> {
            String upload = s3.createMultipartUpload(request ->
                            request.bucket(bucket).key(file.name()).metadata(Map.of("sha256", file.sha256())))
                    .uploadId();
            for (int number = 1; (number - 1) * PART_BYTES < beginning.length; number++) {
                int from = (number - 1) * PART_BYTES;
                int part = number;
                byte[] content = Arrays.copyOfRange(beginning, from, Math.min(from + PART_BYTES, beginning.length));
                s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(file.name())
                                .uploadId(upload)
                                .partNumber(part),
                        RequestBody.fromBytes(content));
            }
            return upload;
        });
    }

    @Test
    void sendsNoPartTwiceThatArrived() throws Exception {
        byte[] content = new byte[3 * PART_BYTES + 7];
        new Random(7).nextBytes(content);
        UploadFile file = file(content);
        try (UploadSession session = open()) {
            try (ActiveFault cut = lab.faults()
                    .inject(Fault.always("s3", "UploadPart", new Fault.Action.Drop())
                            .after(2))) {
                ConnectorException told = catchThrowableOfType(ConnectorException.class, () -> session.put(file));
                assertThat(told.problem().retry()).isEqualTo(Retry.SOON);
                assertThat(cut.hits()).isPositive();
            }
            try (ActiveFault counted =
                    lab.faults().inject(Fault.always("s3", "UploadPart", new Fault.Action.Delay(1)))) {
                session.put(file);
                assertThat(counted.hits()).isEqualTo(2);
            }
        }
        assertThat(there(file.name()).orElseThrow()).isEqualTo(content);
        assertThat(digestThere(file.name())).isEqualTo(file.sha256());
    }

    @Test
    void makesABucketOnRequestAlone() {
        String wanted = "logs-" + UUID.randomUUID();
        assertThat(catchThrowableOfType(ConnectorException.class, () -> open(wanted, false))
                        .problem()
                        .code())
                .isEqualTo("LOG_UPLOAD_BUCKET_MISSING");
        open(wanted, true).close();
        assertThat(settingsOf(wanted)).isEqualTo("true true true true AES256 30 7");
        // another connector, which may not make any
        open(wanted, false).close();
    }

    @Test
    void settlesItsOwnBucketThatWasCutOffInTheMaking() {
        String own = S3UploadTarget.ownBucket("123456789012", lab.aws().region());
        try (ActiveFault cut = lab.faults()
                .inject(Fault.always("s3", "PutBucketEncryption", new Fault.Action.Refuse(503, "SlowDown", "later")))) {
            assertThat(catchThrowableOfType(ConnectorException.class, () -> open("", true))
                            .problem()
                            .retry())
                    .isEqualTo(Retry.SOON);
            assertThat(cut.hits()).isPositive();
        }
        try (UploadSession session = open("", true)) {
            assertThat(session.place()).isEqualTo("s3://" + own + "/");
        }
        assertThat(settingsOf(own)).isEqualTo("true true true true AES256 30 7");
    }

    private String settingsOf(String name) {
        return clients.s3("s3:GetBucket", s3 -> {
            var block = s3.getPublicAccessBlock(request -> request.bucket(name)).publicAccessBlockConfiguration();
            var encryption = s3.getBucketEncryption(request -> request.bucket(name))
                    .serverSideEncryptionConfiguration()
                    .rules()
                    .get(0)
                    .applyServerSideEncryptionByDefault();
            var rule = s3.getBucketLifecycleConfiguration(request -> request.bucket(name))
                    .rules()
                    .get(0);
            return block.blockPublicAcls() + " " + block.ignorePublicAcls() + " " + block.blockPublicPolicy() + " "
                    + block.restrictPublicBuckets() + " " + encryption.sseAlgorithmAsString() + " "
                    + rule.expiration().days() + " "
                    + rule.abortIncompleteMultipartUpload().daysAfterInitiation();
        });
    }

    @Test
    void saysWhatIsMissingInThePolicy() {
        AwsClients poor = new AwsClients(
                FixedConnection.to(lab.aws(), LabAws.CONNECTOR), InstantSource.system(), new CallMeter());
        open().close();
        try (poor) {
            ConnectorException told =
                    catchThrowableOfType(ConnectorException.class, () -> new S3UploadTarget(poor, connection)
                            .open(to(bucket, false), Map.of()));
            assertThat(told.problem().code()).isEqualTo("AWS_PERMISSION_MISSING");
            assertThat(told.problem().fix()).contains("--log-bucket " + bucket);
        }
    }
}
