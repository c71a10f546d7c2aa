package io.github.migrationconnector.aws.internal.ebs;

import io.github.migrationconnector.api.connection.AwsConnection;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.api.target.BlockDigest;
import io.github.migrationconnector.api.target.PresentBlock;
import io.github.migrationconnector.aws.internal.connection.AwaitedAwsConnection;
import io.github.migrationconnector.aws.internal.connection.Keys;
import io.github.migrationconnector.aws.internal.connection.Place;
import io.github.migrationconnector.aws.internal.failure.AwsFailure;
import io.github.migrationconnector.aws.internal.failure.ErrorAnswer;
import io.github.migrationconnector.aws.internal.failure.FailureKind;
import io.github.migrationconnector.aws.internal.failure.Problems;
import io.github.migrationconnector.aws.internal.http.CallUnderWay;
import io.github.migrationconnector.aws.internal.http.HttpAnswer;
import io.github.migrationconnector.aws.internal.http.HttpCall;
import io.github.migrationconnector.aws.internal.http.HttpsTransport;
import io.github.migrationconnector.aws.internal.sign.UnsignedRequest;
import io.github.migrationconnector.aws.internal.sign.V4Signer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The two calls of the data path, PutSnapshotBlock and GetSnapshotBlock, as the service model of EBS direct (2019-11-02) has
 * them. Each is sent once. Safe for use by several threads.
 */
@Component(service = BlockCalls.class)
public final class BlockCalls {
    static final String CHECKSUM = "x-amz-checksum";
    static final String CHECKSUM_ALGORITHM = "x-amz-checksum-algorithm";
    static final String DATA_LENGTH = "x-amz-data-length";
    static final String ALGORITHM = "SHA256";

    // keys and endpoints may change at any time, and asking for them at each block would cost
    private static final Duration SESSION = Duration.ofSeconds(5);
    private static final Duration SAME_OFFSET = Duration.ofMinutes(1);

    private final HttpsTransport transport;
    private final AwsConnection connection;
    private final InstantSource clock;
    // guarded by this
    private SigningSession session;
    private Instant sessionEnds = Instant.MIN;
    private SigningSession rejected;
    private Duration clockOffset = Duration.ZERO;

    @Activate
    public BlockCalls(@Reference HttpsTransport transport, @Reference AwaitedAwsConnection connection) {
        this(transport, connection, InstantSource.system());
    }

    public BlockCalls(HttpsTransport transport, AwsConnection connection, InstantSource clock) {
        this.transport = transport;
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * A call that was sent.
     *
     * @param call for ending it early
     * @param answer a good one; else failed with a ConnectorException
     */
    record Sent(CallUnderWay call, CompletableFuture<HttpAnswer> answer) {}

    Sent put(String snapshotId, int index, ByteBuffer block, BlockDigest digest) {
        SigningSession signing = session();
        SortedMap<String, String> headers = new TreeMap<>(Map.of(
                "host",
                signing.endpoint().hostHeader(),
                "content-type",
                "application/octet-stream",
                CHECKSUM,
                digest.base64(),
                CHECKSUM_ALGORITHM,
                ALGORITHM,
                DATA_LENGTH,
                Integer.toString(block.remaining())));
        UnsignedRequest request = new UnsignedRequest("PUT", path(snapshotId, index), new TreeMap<>(), headers);
        Map<String, String> signed = signing.sign(request, V4Signer.Payload.UNSIGNED, clock.instant());
        return send("ebs:PutSnapshotBlock", signing, HttpCall.put(request.target(), signed, block));
    }

    Sent get(String snapshotId, PresentBlock block, ByteBuffer destination) {
        SigningSession signing = session();
        SortedMap<String, String> headers =
                new TreeMap<>(Map.of("host", signing.endpoint().hostHeader()));
        SortedMap<String, String> query = new TreeMap<>(Map.of("blockToken", block.token()));
        UnsignedRequest request = new UnsignedRequest("GET", path(snapshotId, block.index()), query, headers);
        Map<String, String> signed = signing.sign(request, V4Signer.Payload.EMPTY, clock.instant());
        return send("ebs:GetSnapshotBlock", signing, HttpCall.get(request.target(), signed, destination));
    }

    private static String path(String snapshotId, int index) {
        return "/snapshots/" + snapshotId + "/blocks/" + index;
    }

    private Sent send(String action, SigningSession signing, HttpCall request) {
        CallUnderWay call = transport.send(signing.endpoint(), request);
        CompletableFuture<HttpAnswer> good = new CompletableFuture<>();
        var unused = call.answer().whenComplete((answer, failure) -> {
            if (failure != null) {
                good.completeExceptionally(failure);
            } else if (answer.successful()) {
                good.complete(answer);
            } else {
                AwsFailure refusal =
                        ErrorAnswer.read(action, answer.status(), answer.headers(), answer.body(), clock.instant());
                good.completeExceptionally(problem(refusal, signing).asException());
            }
        });
        return new Sent(call, good);
    }

    private synchronized SigningSession session() {
        Instant now = clock.instant();
        if (session == null || !now.isBefore(sessionEnds)) {
            session = new SigningSession(Place.of(connection.endpoints()), connection.keys(), clockOffset);
            sessionEnds = now.plus(SESSION);
        }
        return session;
    }

    private Problem problem(AwsFailure failure, SigningSession used) {
        return switch (FailureKind.of(failure)) {
            case CLOCK_SKEW -> Problems.clockSkew(failure, corrects(failure, used) ? Retry.SOON : Retry.ON_RESUME);
            case TOKEN_EXPIRED, WRONG_KEY, WRONG_SECRET ->
                Problems.credentials(failure, rejectedFirst(used) ? Retry.SOON : Retry.ON_RESUME);
            case THROTTLED, UNAVAILABLE, LIMIT_REACHED, FORBIDDEN, NOT_FOUND, CONFLICT, REFUSED -> Problems.of(failure);
        };
    }

    /** Whether a signature by AWS's clock can be better than the one that was refused. */
    private synchronized boolean corrects(AwsFailure failure, SigningSession used) {
        boolean corrects = failure.clockOffset()
                .filter(offset -> offset.minus(used.clockOffset()).abs().compareTo(SAME_OFFSET) > 0)
                .isPresent();
        if (corrects) {
            clockOffset = failure.clockOffset().orElseThrow();
            endSession(used);
        }
        return corrects;
    }

    /** Whether it is worth asking for the keys again; not when the same ones came back before. */
    private synchronized boolean rejectedFirst(SigningSession used) {
        if (rejected != null && rejected != used && Keys.same(rejected.keys(), used.keys())) {
            return false;
        }
        if (rejected != used) {
            connection.refused(used.keys());
        }
        rejected = used;
        endSession(used);
        return true;
    }

    private void endSession(SigningSession ended) {
        if (session == ended) {
            sessionEnds = Instant.MIN;
        }
    }
}
