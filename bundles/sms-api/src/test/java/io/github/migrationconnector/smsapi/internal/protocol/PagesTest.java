package io.github.migrationconnector.smsapi.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {
    private static final List<String> HUNDRED = IntStream.range(0, 120)
            .mapToObj(number -> String.format("s-%03d", number))
            .toList();

    private Instant now = Instant.parse("2026-11-24T18:00:00Z");
    private final Pages pages = new Pages(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private static Parameters request(String json) {
        return SmsJson.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private Pages.Page<String> cut(String json, String name, List<String> all) {
        return pages.cut(request(json), name, all, Function.identity());
    }

    private Pages.Page<String> after(String token) {
        return cut("{\"nextToken\": \"" + token + "\", \"maxResults\": 50}", "servers", HUNDRED);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SmsFault.class, fault -> assertThat(fault.code())
                .isEqualTo(FaultCode.INVALID_PARAMETER));
    }

    @Test
    void allPagesTogetherAreTheList() {
        List<String> seen = new ArrayList<>();
        Pages.Page<String> page = cut("{\"maxResults\": 7}", "servers", HUNDRED);
        seen.addAll(page.entries());
        while (!page.nextToken().isEmpty()) {
            page = cut("{\"maxResults\": 7, \"nextToken\": \"" + page.nextToken() + "\"}", "servers", HUNDRED);
            seen.addAll(page.entries());
        }
        assertThat(seen).isEqualTo(HUNDRED);
    }

    @Test
    void fiftyWhenNothingIsSaidAndNoTokenBehindTheLast() {
        assertThat(cut("{}", "servers", HUNDRED).entries()).hasSize(50);
        assertThat(cut("{\"maxResults\": 120}", "servers", HUNDRED).nextToken()).isEmpty();
    }

    @Test
    void whatComesAndGoesMovesNothing() {
        String token = cut("{\"maxResults\": 50}", "servers", HUNDRED).nextToken();
        List<String> other = new ArrayList<>(HUNDRED);
        other.remove(49);
        other.add(0, "s-");
        assertThat(cut("{\"nextToken\": \"" + token + "\"}", "servers", other).entries())
                .startsWith("s-050");
    }

    @Test
    void aTokenIsForItsListAndForAnHour() {
        String token = cut("{\"maxResults\": 50}", "servers", HUNDRED).nextToken();
        refused(() -> cut("{\"nextToken\": \"" + token + "\"}", "jobs", HUNDRED));
        now = now.plus(Duration.ofHours(1));
        assertThat(after(token).entries()).startsWith("s-050");
        now = now.plusSeconds(1);
        refused(() -> after(token));
    }

    @Test
    void noOtherBitIsTaken() {
        String token = cut("{\"maxResults\": 50}", "servers", HUNDRED).nextToken();
        for (int at = 0; at < token.length(); at++) {
            char other = token.charAt(at) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, at) + other + token.substring(at + 1);
            try {
                // the last digit of Base64 has bits that mean nothing
                assertThat(after(changed).entries()).startsWith("s-050");
                assertThat(at == token.indexOf('.') - 1 || at == token.length() - 1)
                        .as("digit " + at)
                        .isTrue();
            } catch (SmsFault expected) {
                assertThat(expected.code()).isEqualTo(FaultCode.INVALID_PARAMETER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.b", "no such token", "%%%.%%%", "MTIz.MTIz.MTIz"})
    void whatIsNoTokenIsRefused(String token) {
        refused(() -> after(token));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
    void pagesHaveBounds(int most) {
        refused(() -> cut("{\"maxResults\": " + most + "}", "servers", HUNDRED));
    }
}
