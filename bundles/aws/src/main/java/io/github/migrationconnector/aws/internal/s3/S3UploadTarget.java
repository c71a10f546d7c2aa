package io.github.migrationconnector.aws.internal.s3;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.logupload.UploadKind;
import io.github.migrationconnector.api.logupload.UploadSession;
import io.github.migrationconnector.api.logupload.UploadSettings;
import io.github.migrationconnector.api.logupload.UploadTarget;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.sdk.AwsClients;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sends logs into a bucket of the account that the connector works in; into no other, whoever has a bucket of that name. */
@Component(service = UploadTarget.class)
public final class S3UploadTarget implements UploadTarget {
    /** S3 takes no smaller parts but the last ("Amazon S3 multipart upload limits"). */
    private static final int PART_BYTES = 5 << 20;

    private final AwsClients clients;
    private final AwsConnection connection;

    @Activate
    public S3UploadTarget(@Reference AwsClients clients, @Reference AwaitedAwsConnection connection) {
        this(clients, (AwsConnection) connection);
    }

    S3UploadTarget(AwsClients clients, AwsConnection connection) {
        this.clients = clients;
        this.connection = connection;
    }

    /** The name of the connector's own bucket, which connectors of one account and region share. */
    public static String ownBucket(String account, String region) {
        return "connector-logs-" + account + "-" + region;
    }

    @Override
    public UploadKind kind() {
        return UploadKind.S3;
    }

    @Override
    public UploadSession open(UploadSettings settings, Map<String, Secret> secrets) {
        String account = clients.sts("sts:GetCallerIdentity", sts -> sts.getCallerIdentity(request -> {})
                .account());
        String region = connection.endpoints().region();
        boolean own = settings.s3().bucket().isEmpty();
        LogBucket bucket = new LogBucket(
                clients, own ? ownBucket(account, region) : settings.s3().bucket(), account);
        bucket.ready(settings.s3(), own, region);
        return new S3UploadSession(bucket, PART_BYTES);
    }
}
