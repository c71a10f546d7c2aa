package io.github.migrationconnector.aws.internal.sdk;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.connection.AwsKeys;
import io.github.migrationconnector.api.metrics.Label.Api;
import io.github.migrationconnector.api.metrics.Label.Outcome;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.SnapshotTarget;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.connection.Keys;
import io.github.migrationconnector.aws.internal.connection.Place;
import io.github.migrationconnector.aws.internal.failure.AwsFailure;
import io.github.migrationconnector.aws.internal.failure.FailureKind;
import io.github.migrationconnector.aws.internal.failure.Problems;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Makes the calls that are not the data path, through the SDK, with the endpoints and keys in force at each. Failures come as
 * ConnectorException. Safe for use by several threads.
 */
@Component(service = AwsClients.class)
public final class AwsClients implements AutoCloseable {
    private final AwsConnection connection;
    private final InstantSource clock;
    private final CallMeter meter;
    private final AtomicBoolean skewSeen = new AtomicBoolean();
    // the last one is in force; those before may still be in use, so they are closed with it. Guarded by this
    private final Deque<ClientSet> made = new ArrayDeque<>();

    @Activate
    public AwsClients(@Reference AwaitedAwsConnection connection, @Reference CallMeter meter) {
        this(connection, InstantSource.system(), meter);
    }

    public AwsClients(AwsConnection connection, InstantSource clock, CallMeter meter) {
        this.connection = connection;
        this.clock = clock;
        this.meter = meter;
    }

    /**
     * Calls EBS direct.
     *
     * @param action as an IAM policy names it
     */
    public <T> T ebs(String action, Function<EbsClient, T> call) {
        return counted(action, Api.EBS, clients -> call.apply(clients.ebs()));
    }

    /** Calls EC2. */
    public <T> T ec2(String action, Function<Ec2Client, T> call) {
        return counted(action, Api.EC2, clients -> call.apply(clients.ec2()));
    }

    /** Calls S3. */
    public <T> T s3(String action, Function<S3Client, T> call) {
        return counted(action, Api.S3, clients -> call.apply(clients.s3()));
    }

    /** Calls SNS. */
    public <T> T sns(String action, Function<SnsClient, T> call) {
        return counted(action, Api.SNS, clients -> call.apply(clients.sns()));
    }

    /** Calls STS. */
    public <T> T sts(String action, Function<StsClient, T> call) {
        return counted(action, Api.STS, clients -> call.apply(clients.sts()));
    }

    private <T> T counted(String action, Api api, Function<ClientSet, T> call) {
        long begun = System.nanoTime();
        try {
            T answer = call(action, api.value(), call);
            meter.took(api, Outcome.DONE, begun);
            return answer;
        } catch (ConnectorException failure) {
            boolean throttled = failure.problem().code().equals(SnapshotTarget.THROTTLED);
            meter.took(api, throttled ? Outcome.THROTTLED : Outcome.FAILED, begun);
            throw failure;
        }
    }

    private <T> T call(String action, String service, Function<ClientSet, T> call) {
        AwsKeys before = connection.keys();
        ClientSet clients = clients();
        String where = clients.place().endpoint(service).toString();
        try {
            return answer(clients, call);
        } catch (SdkException first) {
            if (!outdatedOffset(action, first)) {
                throw failure(action, where, first, before);
            }
        }
        try {
            return answer(clients, call);
        } catch (SdkException second) {
            throw failure(action, where, second, before);
        }
    }

    private <T> T answer(ClientSet clients, Function<ClientSet, T> call) {
        T answer = call.apply(clients);
        skewSeen.set(false);
        return answer;
    }

    /**
     * The SDK remembers for the whole process how far off this machine's clock was. When the clock has been set since, one
     * call is signed with the wrong time, whereupon the SDK looks at the clock anew.
     */
    private boolean outdatedOffset(String action, SdkException exception) {
        return SdkFailures.answer(action, exception, clock.instant())
                .filter(failure -> FailureKind.of(failure) == FailureKind.CLOCK_SKEW)
                .flatMap(AwsFailure::clockOffset)
                .filter(offset -> !FailureKind.isSkew(offset))
                .isPresent();
    }

    private ConnectorException failure(String action, String where, SdkException exception, AwsKeys used) {
        return SdkFailures.answer(action, exception, clock.instant())
                .map(failure -> problem(failure, used).asException(exception))
                .orElseGet(() -> SdkFailures.unanswered(where, exception));
    }

    /** One new signature after clock skew or with new keys (correctness rule 15); the SDK corrects its clock by itself. */
    private Problem problem(AwsFailure failure, AwsKeys used) {
        return switch (FailureKind.of(failure)) {
            case CLOCK_SKEW -> Problems.clockSkew(failure, skewSeen.getAndSet(true) ? Retry.ON_RESUME : Retry.SOON);
            case TOKEN_EXPIRED, WRONG_KEY, WRONG_SECRET ->
                Problems.credentials(failure, keysChanged(used) ? Retry.SOON : Retry.ON_RESUME);
            case THROTTLED, UNAVAILABLE, LIMIT_REACHED, FORBIDDEN, NOT_FOUND, CONFLICT, REFUSED -> Problems.of(failure);
        };
    }

    private boolean keysChanged(AwsKeys used) {
        try {
            connection.refused(used);
            return !Keys.same(used, connection.keys());
        } catch (ConnectorException e) {
            return false;
        }
    }

    private synchronized ClientSet clients() {
        Place place = Place.of(connection.endpoints());
        if (made.isEmpty() || !made.getLast().place().equals(place)) {
            made.addLast(new ClientSet(place, connection::keys));
        }
        return made.getLast();
    }

    @Override
    @Deactivate
    public synchronized void close() {
        made.forEach(ClientSet::close);
        made.clear();
    }
}
