package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.aws.internal.connection.Place;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's clients for one place, made when first used. They don't retry: that is the caller's. */
final class ClientSet implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration READ = Duration.ofSeconds(45);
    private static final Duration CALL = Duration.ofSeconds(60);

    private final Place place;
    private final Supplier<AwsKeys> keys;
    private final SdkHttpClient direct;
    private final SdkHttpClient tunneled;
    // null until first used; guarded by this
    private EbsClient ebs;
    private Ec2Client ec2;
    private S3Client s3;
    private SnsClient sns;
    private StsClient sts;

    ClientSet(Place place, Supplier<AwsKeys> keys) {
        this.place = place;
        this.keys = keys;
        this.direct = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(READ)
                .tlsTrustManagersProvider(() -> place.authorities().trustManagers())
                // the proxy is the settings' to say, and not the environment's of a daemon
                .proxyConfiguration(
                        proxy -> proxy.useSystemPropertyValues(false).useEnvironmentVariablesValues(false))
                .build();
        this.tunneled = new TunneledHttpClient(place.endpoints().proxy(), place.authorities(), CONNECT, READ);
    }

    Place place() {
        return place;
    }

    synchronized EbsClient ebs() {
        if (ebs == null) {
            ebs = configured(EbsClient.builder(), "ebs").build();
        }
        return ebs;
    }

    synchronized Ec2Client ec2() {
        if (ec2 == null) {
            ec2 = configured(Ec2Client.builder(), "ec2").build();
        }
        return ec2;
    }

    synchronized S3Client s3() {
        if (s3 == null) {
            // by path: then all buckets are behind the one host that firewalls and proxies let through
            s3 = configured(S3Client.builder().forcePathStyle(true), "s3").build();
        }
        return s3;
    }

    synchronized SnsClient sns() {
        if (sns == null) {
            sns = configured(SnsClient.builder(), "sns").build();
        }
        return sns;
    }

    synchronized StsClient sts() {
        if (sts == null) {
            sts = configured(StsClient.builder(), "sts").build();
        }
        return sts;
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder, String service) {
        return builder.httpClient(place.endpoint(service).proxy().isNone() ? direct : tunneled)
                .region(Region.of(place.region()))
                .endpointOverride(place.url(service))
                .credentialsProvider(() -> credentials(keys.get()))
                .overrideConfiguration(configuration -> configuration
                        .retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallTimeout(CALL));
    }

    private static AwsCredentials credentials(AwsKeys keys) {
        String secret = keys.secretAccessKey().reveal(text -> text);
        return keys.sessionToken().isEmpty()
                ? AwsBasicCredentials.create(keys.accessKeyId(), secret)
                : AwsSessionCredentials.create(
                        keys.accessKeyId(), secret, keys.sessionToken().reveal(text -> text));
    }

    @Override
    public synchronized void close() {
        for (SdkAutoCloseable client : new SdkAutoCloseable[] {ebs, ec2, s3, sns, sts, direct, tunneled}) {
            if (client != null) {
                client.close();
            }
        }
    }
}
