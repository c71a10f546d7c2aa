package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Refusal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.WebRequest;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatedGateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final WebRequest REQUEST = new WebRequest("GET", "/api/v1/status", "localhost:8443", name -> "");

    private final AtomicLong nanos = new AtomicLong();
    private Optional<Refusal> guardSays = Optional.empty();
    private final RatedGate gate = new RatedGate(request -> guardSays, 2, nanos::get);

    @Test
    void anAddressMaySendABurstAndThenTwoASecond() {
        for (int i = 0; i < 20; i++) {
            assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
        }
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).hasValueSatisfying(refusal -> {
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.problem().code()).isEqualTo("TOO_MANY_REQUESTS");
        });
        assertThat(gate.refusal(REQUEST, "192.0.2.2")).isEmpty();
        nanos.addAndGet(SECOND);
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).isPresent();
    }

    @Test
    void aPrincipalHasABucketOfItsOwn() {
        Principal olga = new Principal("olga", Role.OPERATOR);
        for (int i = 0; i < 20; i++) {
            assertThat(gate.refusal(olga)).isEmpty();
        }
        assertThat(gate.refusal(olga)).isPresent();
        assertThat(gate.refusal(new Principal("victor", Role.VIEWER))).isEmpty();
        assertThat(gate.refusal(REQUEST, "olga")).isEmpty();
    }

    @Test
    void aBucketIsNeverFullerThanFull() {
        nanos.addAndGet(3600 * SECOND);
        for (int i = 0; i < 20; i++) {
            assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
        }
        nanos.addAndGet(3600 * SECOND);
        for (int i = 0; i < 20; i++) {
            assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
        }
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).isPresent();
    }

    @Test
    void theGuardComesFirstAndCostsNothing() {
        guardSays = Optional.of(new Refusal(403, Problem.fatal("FOREIGN_ORIGIN", "foreign", "")));
        for (int i = 0; i < 50; i++) {
            assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEqualTo(guardSays);
        }
        guardSays = Optional.empty();
        assertThat(gate.refusal(REQUEST, "192.0.2.1")).isEmpty();
    }

    @Test
    void manyAskersAreForgottenInTurn() {
        RateLimit limit = new RateLimit(1, 1, nanos::get);
        assertThat(limit.take("first")).isTrue();
        assertThat(limit.take("first")).isFalse();
        for (int i = 0; i < 10_000; i++) {
            assertThat(limit.take("other " + i)).isTrue();
        }
        assertThat(limit.take("first")).isTrue();
    }
}
