package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a transport amid its calls, as when its bundle is replaced: an error in the log would put the new one back. */
class ClosingTest extends TransportTest {
    private static final int LOOPS = 2;
    private static final int ROUNDS = 10;

    /** Keeps what Netty says of work that came too late for an event loop. */
    private static final class Complaints extends Handler implements AutoCloseable {
        private final Logger netty = Logger.getLogger("io.netty.util.concurrent.DefaultPromise.rejectedExecution");
        private final List<String> said = new ArrayList<>();

        Complaints() {
            netty.addHandler(this);
        }

        @Override
        public synchronized void publish(LogRecord line) {
            said.add(line.getMessage());
        }

        synchronized List<String> said() {
            return List.copyOf(said);
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            netty.removeHandler(this);
        }
    }

    /** Some calls wait for a connection, some for its handshake, some for their answer. */
    @Test
    void closedUnderLoadItComplainsOfNothing() throws Exception {
        serve(exchange -> {
            exchange.body();
            exchange.send(201, Map.of(), new byte[0]);
        });
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            transport.close();
            transport = new HttpsTransport(new Limits(4 * CONNECTIONS, AMPLE, AMPLE, AMPLE), 2 * LOOPS);
            List<CallUnderWay> calls = new ArrayList<>();
            try (Complaints complaints = new Complaints()) {
                for (int i = 0; i < 8 * CONNECTIONS; i++) {
                    calls.add(send(HttpCall.put("/" + i, HEADERS, ByteBuffer.wrap(new byte[10]))));
                }
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(20_000)));
                transport.close();
                for (CallUnderWay call : calls) {
                    // answered before, or ended
                    assertThat(call.answer().handle((answer, failure) -> failure == null || stopped(failure)))
                            .succeedsWithin(SECONDS, TimeUnit.SECONDS)
                            .isEqualTo(true);
                }
                assertThat(complaints.said()).as("round " + round).isEmpty();
            }
        }
    }

    private static boolean stopped(Throwable failure) {
        return failure instanceof ConnectorException told && told.problem().retry() == Retry.ON_RESUME;
    }

    /** Connections are spread over the loops in turn: one of the two blocks the loop that is not the pool's own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aLoopThatEndsLateComplainsOfNothing(int answered) throws Exception {
        transport.close();
        transport = new HttpsTransport(new Limits(CONNECTIONS, AMPLE, AMPLE, AMPLE), LOOPS);
        CountDownLatch asked = new CountDownLatch(CONNECTIONS);
        serve(exchange -> {
            exchange.body();
            asked.countDown();
            asked.await();
            if (exchange.request().target().equals("/" + answered)) {
                exchange.send(201, Map.of(), new byte[0]);
            }
            exchange.stall();
        });
        List<CallUnderWay> calls = new ArrayList<>();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        for (int i = 0; i < CONNECTIONS; i++) {
            CallUnderWay call = send(HttpCall.put("/" + i, HEADERS, ByteBuffer.wrap(new byte[10])));
            if (i == answered) {
                var unused = call.answer().thenRun(() -> {
                    blocked.countDown();
                    await(goesOn);
                });
            } else {
                calls.add(call);
            }
        }
        assertThat(blocked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        try (Complaints complaints = new Complaints()) {
            CompletableFuture<Void> closing = CompletableFuture.runAsync(transport::close);
            // the other loop has nothing to do, and ends
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            goesOn.countDown();
            closing.get(SECONDS, TimeUnit.SECONDS);
            for (CallUnderWay call : calls) {
                assertThat(problem(call).retry()).isEqualTo(Retry.ON_RESUME);
            }
            assertThat(complaints.said()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
