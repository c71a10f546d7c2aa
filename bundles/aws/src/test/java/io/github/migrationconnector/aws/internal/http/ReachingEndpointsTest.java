package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is not reached, and who is not trusted. */
class ReachingEndpointsTest extends TransportTest {
    @Test
    void refusesACertificateOfAnotherAuthorityOrForAnotherHost() throws Exception {
        serve(exchange -> exchange.send(201, Map.of(), new byte[0]));
        Endpoint byJdk = Endpoint.of(server.url(), Authorities.of(""));
        assertThat(problem(transport.send(byJdk, HttpCall.put("/", HEADERS, ByteBuffer.allocate(1))))
                        .code())
                .isEqualTo("AWS_CERTIFICATE_REFUSED");
        Endpoint byName = Endpoint.of(
                URI.create("https://localhost:" + server.url().getPort()),
                endpoint().authorities());
        Problem problem = problem(transport.send(byName, HttpCall.put("/", HEADERS, ByteBuffer.allocate(1))));
        assertThat(problem.code()).isEqualTo("AWS_CERTIFICATE_REFUSED");
        assertThat(problem.retry()).isEqualTo(Retry.NEVER);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void cannotReachWhatIsNotThere() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        for (String url : List.of("https://127.0.0.1:" + free, "https://no-such-host.invalid")) {
            Problem problem = problem(transport.send(
                    Endpoint.of(URI.create(url), Authorities.of("")),
                    HttpCall.put("/", HEADERS, ByteBuffer.allocate(1))));
            assertThat(problem.code()).isEqualTo("AWS_UNREACHABLE");
            assertThat(problem.retry()).isEqualTo(Retry.SOON);
        }
    }

    @Test
    void tellsAServerWithoutTlsAndOneThatNeverGreets() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Endpoint plain = Endpoint.of(URI.create("https://127.0.0.1:" + socket.getLocalPort()), Authorities.of(""));
            CallUnderWay greeted = transport.send(plain, HttpCall.put("/", HEADERS, ByteBuffer.allocate(1)));
            socket.accept().getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(problem(greeted).code()).isEqualTo("AWS_BAD_ANSWER");
            limit(Duration.ofSeconds(1), AMPLE, AMPLE);
            CallUnderWay silent = transport.send(plain, HttpCall.put("/", HEADERS, ByteBuffer.allocate(1)));
            assertThat(problem(silent).code()).isEqualTo("AWS_TIMEOUT");
        }
    }
}
