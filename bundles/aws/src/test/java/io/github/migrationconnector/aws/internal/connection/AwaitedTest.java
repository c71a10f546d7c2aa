package io.github.migrationconnector.aws.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AwaitedTest {
    @Test
    void waitsForAServiceThatArrives() throws Exception {
        Awaited<String> awaited = new Awaited<>("test", Duration.ofSeconds(30));
        CompletableFuture<String> got = CompletableFuture.supplyAsync(awaited::get);
        awaited.arrive("here");
        assertThat(got.get(30, TimeUnit.SECONDS)).isEqualTo("here");
    }

    @Test
    void saysWhatIsMissingAfterAWhile() {
        Awaited<String> awaited = new Awaited<>("test", Duration.ofMillis(10));
        assertThatThrownBy(awaited::get)
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        e -> assertThat(e.problem().retry()).isEqualTo(Retry.ON_RESUME))
                .hasMessageContaining("test");
    }

    @Test
    void keepsTheNewerOneWhenTheOlderLeavesLate() {
        Awaited<String> awaited = new Awaited<>("test", Duration.ofMillis(10));
        awaited.arrive("old");
        awaited.arrive("new");
        awaited.leave("old");
        assertThat(awaited.get()).isEqualTo("new");
        awaited.leave("new");
        assertThatThrownBy(awaited::get).isInstanceOf(ConnectorException.class);
    }

    @Test
    void keepsTheInterruption() {
        Awaited<String> awaited = new Awaited<>("test", Duration.ofSeconds(30));
        Thread.currentThread().interrupt();
        assertThatThrownBy(awaited::get).isInstanceOf(ConnectorException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
