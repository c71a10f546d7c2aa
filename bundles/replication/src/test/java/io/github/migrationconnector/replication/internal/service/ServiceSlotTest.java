package io.github.migrationconnector.replication.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ServiceSlotTest {
    private static void assertAbsent(ServiceSlot<String> slot) {
        assertThatThrownBy(slot::await).isInstanceOfSatisfying(ConnectorException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("SERVICE_ABSENT");
            assertThat(e.problem().retry()).isEqualTo(Retry.ON_RESUME);
            assertThat(e.problem().message()).contains("the fruit");
        });
    }

    @Test
    void aServiceThatIsThereIsGivenAtOnce() {
        ServiceSlot<String> slot = new ServiceSlot<>("the fruit", Duration.ZERO);
        slot.bind("apple");
        assertThat(slot.await()).isEqualTo("apple");
    }

    @Test
    void aServiceThatDoesNotComeIsNamed() {
        ServiceSlot<String> slot = new ServiceSlot<>("the fruit", Duration.ofMillis(5));
        assertAbsent(slot);
        slot.bind("apple");
        slot.unbind("apple");
        assertAbsent(slot);
    }

    @Test
    void aServiceThatComesIsWaitedFor() throws Exception {
        ServiceSlot<String> slot = new ServiceSlot<>("the fruit", Duration.ofMinutes(5));
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(slot::await);
        slot.bind("apple");
        assertThat(waiting.get(1, TimeUnit.MINUTES)).isEqualTo("apple");
    }

    @Test
    void theOldOneThatGoesAfterItsReplacementTakesNothingAway() {
        ServiceSlot<String> slot = new ServiceSlot<>("the fruit", Duration.ZERO);
        slot.bind("apple");
        slot.bind("pear");
        slot.unbind("apple");
        assertThat(slot.await()).isEqualTo("pear");
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        ServiceSlot<String> slot = new ServiceSlot<>("the fruit", Duration.ofMinutes(5));
        Thread.currentThread().interrupt();
        assertAbsent(slot);
        assertThat(Thread.interrupted()).isTrue();
    }
}
