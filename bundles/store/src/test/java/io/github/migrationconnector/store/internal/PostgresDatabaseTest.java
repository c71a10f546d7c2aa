package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Retry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class PostgresDatabaseTest extends DatabaseContract {
    private final PostgresServer server = PostgresServer.shared();
    private final PostgresSettings settings = server.settings(server.newDatabase());

    @Override
    OneWriterDatabase open() {
        return new PostgresDatabase(settings);
    }

    @Override
    List<String> tables() {
        return database.read(handle -> handle.createQuery("select tablename from pg_tables where schemaname = 'public'")
                .mapTo(String.class)
                .list());
    }

    @Test
    void twoConnectorsReadThenWriteWithoutLosingAny() throws Exception {
        migrate("fruit");
        database.write(handle -> handle.execute("insert into fruit values (1, '0')"));
        int rounds = 50;
        ExecutorService writers = Executors.newFixedThreadPool(2);
        try (OneWriterDatabase other = open()) {
            CyclicBarrier together = new CyclicBarrier(2);
            List<Future<?>> all = Stream.of(database, other)
                    .<Future<?>>map(one -> writers.submit(() -> {
                        together.await();
                        for (int round = 0; round < rounds; round++) {
                            increment(one);
                        }
                        return this;
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(names()).containsExactly(String.valueOf(2 * rounds));
    }

    @Test
    void goesOnAfterTheServerHungUp() {
        migrate("fruit");
        add(database, 1, "apple");
        assertThat(names()).containsExactly("apple");
        server.hangUp();
        assertThat(names()).containsExactly("apple");
        add(database, 2, "pear");
        assertThat(names()).containsExactly("apple", "pear");
    }

    @Test
    void tellsAConnectionThatBreaksInAWrite() {
        migrate("fruit");
        assertThatThrownBy(() -> database.write(handle -> {
                    handle.execute("insert into fruit values (1, 'apple')");
                    server.hangUp();
                    return handle.execute("insert into fruit values (2, 'pear')");
                }))
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(away -> assertThat(away.problem().code()).isEqualTo("STORE_AWAY"))
                .satisfies(away -> assertThat(away.problem().retry()).isEqualTo(Retry.SOON));
        assertThat(names()).isEmpty();
    }

    @Test
    void tellsALoginThatIsRefused() {
        PostgresSettings wrong = new PostgresSettings(settings.url(), Optional.of("not the password"));
        assertThatThrownBy(() -> new PostgresDatabase(wrong).close())
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refused -> assertThat(refused.problem().code()).isEqualTo("STORE_UNUSABLE"))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("not the password"));
    }

    @Test
    void tellsADatabaseThatIsNotThere() {
        assertThatThrownBy(() -> new PostgresDatabase(server.settings("nowhere")).close())
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_UNUSABLE")
                .hasMessageContaining("nowhere");
    }
}
