package io.github.migrationconnector.aws.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorAnswerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static AwsFailure read(int status, Map<String, String> headers, String body) {
        return ErrorAnswer.read("ebs:PutSnapshotBlock", status, headers, body.getBytes(StandardCharsets.UTF_8), NOW);
    }

    @Test
    void readsTypeReasonMessageAndClock() {
        AwsFailure failure = read(
                400,
                Map.of(
                        "x-amzn-errortype",
                        "RequestThrottledException:http://internal.amazon.com/coral/",
                        "date",
                        "Sun, 01 Mar 2026 12:10:00 GMT"),
                "{\"other\":{\"Message\":\"x\",\"a\":[1,2]},\"Message\":\"slow\\ndown\",\"Reason\":\"ACCOUNT_THROTTLED\"}");
        assertThat(failure.type()).isEqualTo("RequestThrottledException");
        assertThat(failure.reason()).isEqualTo("ACCOUNT_THROTTLED");
        assertThat(failure.message()).isEqualTo("slow down");
        assertThat(failure.clockOffset()).contains(Duration.ofMinutes(10));
    }

    @Test
    void readsTheTypeFromTheBodyWhenTheHeaderIsMissing() {
        assertThat(read(400, Map.of(), "{\"__type\":\"com.amazon.ebs#ThrottlingException\"}")
                        .type())
                .isEqualTo("ThrottlingException");
        assertThat(read(400, Map.of(), "{\"code\":\"AccessDeniedException\"}").type())
                .isEqualTo("AccessDeniedException");
    }

    @Test
    void takesWhatItCanFromWhatIsNoJson() {
        AwsFailure failure = read(502, Map.of("date", "yesterday"), "<html>Bad Gateway</html>");
        assertThat(failure.type()).isEmpty();
        assertThat(failure.clockOffset()).isEmpty();
        assertThat(FailureKind.of(failure)).isEqualTo(FailureKind.UNAVAILABLE);
    }

    @Test
    void survivesAnyBody() {
        Random random = new Random(41);
        byte[] good = "{\"Message\":\"m\",\"Reason\":\"R\",\"x\":[{\"y\":null}],\"__type\":\"a#B:c\"}"
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5000; round++) {
            byte[] body = good.clone();
            for (int flips = random.nextInt(6); flips > 0; flips--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            AwsFailure failure = ErrorAnswer.read("ebs:X", 400, Map.of(), body, NOW);
            assertThat(failure.message().codePoints().noneMatch(Character::isISOControl))
                    .isTrue();
            assertThat(Problems.of(failure).message()).isNotBlank();
        }
    }

    @Test
    void survivesDeepNestingAndLongTexts() {
        assertThat(read(400, Map.of(), "{\"a\":" + "[".repeat(30_000)).type()).isEmpty();
        assertThat(read(400, Map.of(), "{\"message\":\"" + "x".repeat(60_000) + "\"}")
                        .message())
                .hasSizeLessThanOrEqualTo(2000);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException, TARGET_THROTTLED, SOON",
        "400, RequestThrottledException, TARGET_THROTTLED, SOON",
        "500, InternalServerException, AWS_UNAVAILABLE, SOON",
        "503, '', AWS_UNAVAILABLE, SOON",
        "400, ConcurrentLimitExceededException, AWS_LIMIT_REACHED, WHEN_FREE",
        "402, ServiceQuotaExceededException, AWS_LIMIT_REACHED, WHEN_FREE",
        "403, AccessDeniedException, AWS_PERMISSION_MISSING, NEVER",
        "403, UnrecognizedClientException, AWS_KEY_UNKNOWN, ON_RESUME",
        "403, InvalidSignatureException, AWS_SECRET_WRONG, ON_RESUME",
        "403, ExpiredTokenException, AWS_TOKEN_EXPIRED, ON_RESUME",
        "404, ResourceNotFoundException, AWS_NOT_FOUND, NEVER",
        "409, ConflictException, AWS_CONFLICT, NEVER",
        "400, ValidationException, AWS_REFUSED, NEVER",
        "418, '', AWS_REFUSED, NEVER",
    })
    void saysWhatAnAnswerMeans(int status, String type, String code, String retry) {
        AwsFailure failure = read(status, Map.of("x-amzn-errortype", type), "{}");
        assertThat(Problems.of(failure).code()).isEqualTo(code);
        assertThat(Problems.of(failure).retry()).hasToString(retry);
    }

    @Test
    void namesTheActionThatIsNotAllowed() {
        AwsFailure failure = read(403, Map.of("x-amzn-errortype", "AccessDeniedException"), "{}");
        assertThat(Problems.of(failure).fix()).contains("ebs:PutSnapshotBlock").contains("policy");
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidSignatureException, 'Signature expired: 20260301', 12:00:00, CLOCK_SKEW",
        "InvalidSignatureException, 'Signature not yet current', 12:00:00, CLOCK_SKEW",
        "InvalidSignatureException, 'does not match', 12:10:00, CLOCK_SKEW",
        "InvalidSignatureException, 'does not match', 12:01:00, WRONG_SECRET",
        "AuthFailure, '', 12:10:00, CLOCK_SKEW",
        "AuthFailure, '', 12:00:10, WRONG_KEY",
        "RequestExpired, '', 12:00:10, TOKEN_EXPIRED",
        "RequestExpired, '', 11:40:00, CLOCK_SKEW",
        "RequestTimeTooSkewed, '', 12:00:00, CLOCK_SKEW",
    })
    void tellsClocksFromKeys(String type, String message, String time, FailureKind kind) {
        AwsFailure failure = read(
                403,
                Map.of("x-amzn-errortype", type, "date", "Sun, 01 Mar 2026 " + time + " GMT"),
                "{\"Message\":\"" + message + "\"}");
        assertThat(FailureKind.of(failure)).isEqualTo(kind);
    }

    @Test
    void measuresTheClock() {
        AwsFailure failure = read(
                403, Map.of("x-amzn-errortype", "RequestTimeTooSkewed", "date", "Sun, 01 Mar 2026 12:10:00 GMT"), "{}");
        assertThat(Problems.of(failure).message()).contains("600 s behind");
    }
}
