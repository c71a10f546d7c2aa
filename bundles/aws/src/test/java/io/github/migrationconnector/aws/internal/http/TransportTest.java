package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.aws.internal.fake.FakeHttps;
import io.github.migrationconnector.aws.internal.fake.TestAuthority;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A transport, and a server to script. */
abstract class TransportTest {
    static final int SECONDS = 60;
    static final int CONNECTIONS = 4;
    /** More than the buffers of both sockets take. */
    static final int BIG = 24 * 1024 * 1024;

    static final Map<String, String> HEADERS = Map.of("host", "fake");

    // a busy machine must not look like a server that stalls
    static final Duration AMPLE = Duration.ofSeconds(25);

    @TempDir
    Path directory;

    HttpsTransport transport;
    FakeHttps server;
    private TestAuthority authority;
    private Path bundle;

    @BeforeEach
    void open() throws Exception {
        authority = new TestAuthority("127.0.0.1");
        bundle = authority.writeBundle(directory.resolve("ca.pem"));
        transport = new HttpsTransport(new Limits(CONNECTIONS, AMPLE, AMPLE, AMPLE), 1);
    }

    @AfterEach
    void close() throws Exception {
        transport.close();
        if (server != null) {
            server.close();
        }
    }

    void serve(FakeHttps.Script script) throws Exception {
        server = new FakeHttps(authority, script);
    }

    /** Goes on with other limits, for a test that is about them. */
    void limit(Duration connect, Duration idle, Duration call) {
        transport.close();
        transport = new HttpsTransport(new Limits(CONNECTIONS, connect, idle, call), 1);
    }

    Endpoint endpoint() {
        return Endpoint.of(server.url(), Authorities.of(bundle.toString()));
    }

    CallUnderWay send(HttpCall call) {
        return transport.send(endpoint(), call);
    }

    CallUnderWay put(byte[] body) {
        return send(HttpCall.put("/block", HEADERS, ByteBuffer.wrap(body)));
    }

    static HttpAnswer answer(CallUnderWay call) throws Exception {
        return call.answer().get(SECONDS, TimeUnit.SECONDS);
    }

    static Problem problem(CallUnderWay call) throws Exception {
        try {
            HttpAnswer answer = call.answer().get(SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("it was answered with " + answer.status());
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(ConnectorException.class);
            return ((ConnectorException) e.getCause()).problem();
        }
    }
}
