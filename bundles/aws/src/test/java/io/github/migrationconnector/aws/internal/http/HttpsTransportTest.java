package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import io.github.migrationconnector.aws.internal.fake.FakeHttps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls over connections that behave, misbehave and stall. */
class HttpsTransportTest extends TransportTest {
    @Test
    void putsOverOneConnectionAgainAndAgain() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        serve(exchange -> {
            bodies.add(exchange.body());
            exchange.send(201, Map.of("x-amz-checksum", "sum"), new byte[0]);
        });
        for (int round = 1; round <= 3; round++) {
            byte[] body = new byte[100_000];
            Arrays.fill(body, (byte) round);
            HttpAnswer answer = answer(put(body));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("x-amz-checksum")).isEqualTo("sum");
            assertThat(bodies).last().isEqualTo(body);
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.requests().get(0).headers())
                .containsEntry("content-length", "100000")
                .containsEntry("host", "fake")
                .doesNotContainKey("expect");
    }

    @Test
    void getsIntoTheDestination() throws Exception {
        byte[] content = new byte[200_000];
        new Random(3).nextBytes(content);
        serve(exchange -> exchange.send(200, Map.of(), content));
        ByteBuffer destination = ByteBuffer.allocateDirect(content.length);
        answer(send(HttpCall.get("/block", HEADERS, destination)));
        assertThat(bytes(destination.flip())).isEqualTo(content);
    }

    @Test
    void givesAnErrorsBodyAndLeavesTheDestinationAlone() throws Exception {
        serve(exchange -> exchange.refuse(400, "ThrottlingException", "slow down"));
        ByteBuffer destination = ByteBuffer.allocate(10);
        HttpAnswer answer = answer(send(HttpCall.get("/block", HEADERS, destination)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("slow down");
        assertThat(destination.position()).isZero();
    }

    @Test
    void passesOverInterimAnswers() throws Exception {
        serve(exchange -> {
            exchange.raw("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            exchange.body();
            exchange.send(201, Map.of(), new byte[0]);
        });
        assertThat(answer(put(new byte[10])).status()).isEqualTo(201);
    }

    @Test
    void takesANewConnectionWhenTheServerHungUpInBetween() throws Exception {
        serve(exchange -> {
            exchange.body();
            exchange.send(201, Map.of("connection", "close"), new byte[0]);
            exchange.hangUp();
        });
        answer(put(new byte[10]));
        answer(put(new byte[10]));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void answersBeforeTheBodyWasSentWholeAndReadsTheRestNoMore() throws Exception {
        CountDownLatch overwritten = new CountDownLatch(1);
        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        serve(exchange -> {
            exchange.refuse(400, "ThrottlingException", "");
            overwritten.await();
            clean.complete(onlyOnes(exchange));
        });
        ByteBuffer body = direct(BIG, 1);
        HttpAnswer answer = answer(send(HttpCall.put("/block", HEADERS, body.duplicate())));
        overwrite(body);
        overwritten.countDown();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(clean.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpAServerThatReadsNothingAndReadsTheBodyNoMore() throws Exception {
        limit(AMPLE, Duration.ofSeconds(3), AMPLE);
        CountDownLatch overwritten = new CountDownLatch(1);
        CompletableFuture<Boolean> clean = new CompletableFuture<>();
        serve(exchange -> {
            overwritten.await();
            clean.complete(onlyOnes(exchange));
        });
        ByteBuffer body = direct(BIG, 1);
        Problem problem = problem(send(HttpCall.put("/block", HEADERS, body.duplicate())));
        overwrite(body);
        overwritten.countDown();
        assertThat(problem.code()).isEqualTo("AWS_TIMEOUT");
        assertThat(problem.retry()).isEqualTo(Retry.SOON);
        assertThat(clean.get(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesUpAnAnswerThatTricklesForEver() throws Exception {
        limit(AMPLE, AMPLE, Duration.ofSeconds(2));
        serve(exchange -> {
            exchange.body();
            exchange.raw("HTTP/1.1 201 Created\r\n".getBytes(StandardCharsets.US_ASCII));
            CountDownLatch never = new CountDownLatch(1);
            while (!never.await(50, TimeUnit.MILLISECONDS)) {
                exchange.raw("a: b\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        });
        assertThat(problem(put(new byte[10])).code()).isEqualTo("AWS_TIMEOUT");
    }

    @Test
    void losesAConnectionInTheMiddleOfABody() throws Exception {
        serve(exchange -> {
            exchange.raw("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc".getBytes(StandardCharsets.US_ASCII));
            exchange.hangUp();
        });
        Problem problem = problem(send(HttpCall.get("/block", HEADERS, ByteBuffer.allocate(1000))));
        assertThat(problem.code()).isEqualTo("AWS_CONNECTION_LOST");
        assertThat(problem.retry()).isEqualTo(Retry.SOON);
    }

    @Test
    void refusesBodiesThatAreTooShortOrTooLong() throws Exception {
        serve(exchange -> exchange.send(
                200, Map.of(), new byte[exchange.request().target().equals("/short") ? 9 : 11]));
        for (String target : List.of("/short", "/long")) {
            Problem problem = problem(send(HttpCall.get(target, HEADERS, ByteBuffer.allocate(10))));
            assertThat(problem.code()).isEqualTo("AWS_BAD_ANSWER");
            assertThat(problem.retry()).isEqualTo(Retry.NEVER);
        }
    }

    @Test
    void refusesHeadersAndErrorsWithoutBounds() throws Exception {
        serve(exchange -> {
            exchange.body();
            if (exchange.request().target().equals("/headers")) {
                exchange.send(201, Map.of("x", "y".repeat(20_000)), new byte[0]);
            } else {
                exchange.send(500, Map.of(), new byte[Exchange.LONGEST_BODY_BYTES + 1]);
            }
        });
        for (String target : List.of("/headers", "/error")) {
            CallUnderWay call = send(HttpCall.put(target, HEADERS, ByteBuffer.allocate(10)));
            assertThat(problem(call).code()).isEqualTo("AWS_BAD_ANSWER");
        }
    }

    @Test
    void survivesAnyNonsense() throws Exception {
        Random random = new Random(20260301);
        serve(exchange -> {
            exchange.body();
            byte[] nonsense = new byte[random.nextInt(300)];
            random.nextBytes(nonsense);
            byte[] start = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            exchange.raw(Arrays.copyOf(start, random.nextInt(start.length + 1)));
            exchange.raw(nonsense);
            exchange.hangUp();
        });
        for (int round = 0; round < 100; round++) {
            CallUnderWay call = send(HttpCall.get("/block", HEADERS, ByteBuffer.allocate(100)));
            assertThat(problem(call).code()).isIn("AWS_BAD_ANSWER", "AWS_CONNECTION_LOST");
        }
    }

    @Test
    void endsACallThatIsAborted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        serve(exchange -> {
            asked.countDown();
            exchange.stall();
        });
        CallUnderWay call = put(new byte[10]);
        assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        call.abort(Problem.fatal("NO_LONGER_WANTED", "", ""));
        assertThat(problem(call).code()).isEqualTo("NO_LONGER_WANTED");
    }

    @Test
    void failsWhatIsUnderWayAndWhatComesLaterWhenItIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        serve(exchange -> {
            asked.countDown();
            exchange.stall();
        });
        CallUnderWay call = put(new byte[10]);
        assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        transport.close();
        assertThat(problem(call).retry()).isEqualTo(Retry.ON_RESUME);
        assertThat(problem(put(new byte[10])).retry()).isEqualTo(Retry.ON_RESUME);
    }

    @Test
    void queuesWhatIsMoreThanItsConnections() throws Exception {
        serve(exchange -> {
            exchange.body();
            exchange.send(201, Map.of(), new byte[0]);
        });
        List<CallUnderWay> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(put(new byte[1000]));
        }
        for (CallUnderWay call : calls) {
            assertThat(answer(call).status()).isEqualTo(201);
        }
        assertThat(server.connections()).isLessThanOrEqualTo(CONNECTIONS);
    }

    /** Reads on until the connection ends, and tells whether any byte of the body was one that was written later. */
    private static boolean onlyOnes(FakeHttps.Exchange exchange) throws IOException {
        InputStream in = exchange.input();
        byte[] piece = new byte[64 * 1024];
        long left = Long.parseLong(exchange.request().headers().get("content-length"));
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                left -= n;
                for (int i = 0; i < n; i++) {
                    if (piece[i] != 1) {
                        return false;
                    }
                }
            }
        } catch (IOException e) {
            // torn off, as it should be
            return left > 0;
        }
        return left > 0;
    }

    private static ByteBuffer direct(int size, int value) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) value);
        return ByteBuffer.allocateDirect(size).put(content).flip();
    }

    private static void overwrite(ByteBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 2);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
