package io.github.migrationconnector.aws.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TunnelRequestTest {
    private static TunnelRequest request(String user, String password) {
        return new TunnelRequest(new ProxySettings("p", 3128, user, Secret.of(password), List.of()), "ebs.example:443");
    }

    @Test
    void asksWithTheLoginOfRfc7617() {
        // the RFC's own example, section 2
        assertThat(new String(request("Aladdin", "open sesame").bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("CONNECT ebs.example:443 HTTP/1.1\r\nHost: ebs.example:443\r\n"
                        + "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n");
        assertThat(new String(request("", "").bytes(), StandardCharsets.US_ASCII))
                .isEqualTo("CONNECT ebs.example:443 HTTP/1.1\r\nHost: ebs.example:443\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 407 Proxy Authentication Required, PROXY_LOGIN_REFUSED",
        "HTTP/1.0 403 Filtered, PROXY_REFUSED",
        "HTTP/1.1 502 Bad Gateway, PROXY_REFUSED",
        "SSH-2.0-OpenSSH_9.2, PROXY_BAD_ANSWER",
        "HTTP/2 200, PROXY_BAD_ANSWER"
    })
    void tellsRefusalsApart(String status, String code) {
        assertThat(request("u", "s3cret").refusal(status + "\r\nServer: x\r\n\r\n"))
                .get()
                .extracting(Problem::code)
                .isEqualTo(code);
    }

    @Test
    void isOpenedByAnySuccess() {
        assertThat(request("", "").refusal("HTTP/1.1 200 Connection established\r\n\r\n"))
                .isEmpty();
        assertThat(request("", "").refusal("HTTP/1.0 200\r\n\r\n")).isEmpty();
    }

    @Test
    void readsAnyBytesWithoutHarm() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            String answer = (i % 2 == 0 ? "HTTP/1.1 4" : "") + new String(bytes, StandardCharsets.ISO_8859_1);
            Problem problem = request("u", "s3cret").refusal(answer).orElseThrow();
            assertThat(problem.message()).doesNotContain("s3cret").doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
