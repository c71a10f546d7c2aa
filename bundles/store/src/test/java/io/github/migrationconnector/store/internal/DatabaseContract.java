package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.Database;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database promises to the owners of tables. */
abstract class DatabaseContract {
    OneWriterDatabase database;

    /** Opens the database of this test, the same each time. */
    abstract OneWriterDatabase open();

    /** The tables that are there now. */
    abstract List<String> tables();

    @BeforeEach
    void begin() {
        database = open();
    }

    @AfterEach
    void end() {
        database.close();
    }

    @Test
    void keepsWhatWasWritten() {
        migrate("fruit");
        add(database, 1, "apple");
        database.close();
        database = open();
        migrate("fruit");
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void writesAllOrNothing() {
        migrate("fruit");
        assertThatThrownBy(() -> database.write(handle -> {
                    handle.execute("insert into fruit values (1, 'apple')");
                    throw new IOException("the reason of the caller");
                }))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("the reason of the caller");
        add(database, 2, "pear");
        assertThat(names()).containsExactly("pear");
    }

    @Test
    void leavesWrongStatementsToTheirOwner() {
        migrate("fruit");
        add(database, 1, "apple");
        assertThatThrownBy(() -> add(database, 2, "apple")).isInstanceOf(UnableToExecuteStatementException.class);
        assertThatThrownBy(() -> database.write(handle -> handle.execute("insert into basket values (7, 1)")))
                .as("foreign keys are on")
                .isInstanceOf(JdbiException.class);
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void readsChangeNothing() {
        migrate("fruit");
        assertThatThrownBy(() -> database.read(handle -> handle.execute("insert into fruit values (1, 'apple')")))
                .isInstanceOf(RuntimeException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void readsOnePointInTimeBesideAWriter() {
        migrate("fruit");
        add(database, 1, "apple");
        database.<Object, RuntimeException>read(reader -> {
            assertThat(count(reader)).isEqualTo(1);
            add(database, 2, "pear");
            assertThat(count(reader)).isEqualTo(1);
            return this;
        });
        database.<Object, RuntimeException>write(writer -> {
            writer.execute("insert into fruit values (3, 'plum')");
            assertThat(names()).containsExactly("apple", "pear");
            return this;
        });
        assertThat(names()).containsExactly("apple", "pear", "plum");
    }

    @Test
    void refusesAWriteWithinAWrite() {
        migrate("fruit");
        assertThatThrownBy(() -> database.write(handle -> {
                    add(database, 1, "apple");
                    return this;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(names()).isEmpty();
    }

    @Test
    void letsWritersReadThenWriteWithoutLosingAny() throws Exception {
        migrate("fruit");
        database.write(handle -> handle.execute("insert into fruit values (1, '0')"));
        int threads = 4;
        int rounds = 50;
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            List<Future<?>> all = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(thread -> writers.submit(() -> {
                        together.await();
                        for (int round = 0; round < rounds; round++) {
                            increment(database);
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
        assertThat(names()).containsExactly(String.valueOf(threads * rounds));
    }

    @Test
    void migratesEachOwnerByItself() {
        migrate("fruit");
        migrate("fruit");
        assertThatThrownBy(() -> migrate("Fruit; drop table fruit")).isInstanceOf(IllegalArgumentException.class);
        assertThat(tables()).contains("fruit", "basket", "history_of_fruit");
        assertThatThrownBy(() -> database.migrate("others", getClass().getClassLoader(), "broken"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_MIGRATION_FAILED");
        assertThat(tables()).doesNotContain("before_the_fault");
        assertThatThrownBy(() -> database.migrate("lost", getClass().getClassLoader(), "no/such/place"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_MIGRATION_FAILED");
        add(database, 1, "apple");
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void refusesToWorkWhenClosed() {
        database.close();
        assertThatThrownBy(() -> database.read(handle -> handle.execute("select 1")))
                .isInstanceOf(JdbiException.class);
        assertThatThrownBy(() -> database.write(handle -> handle.execute("select 1")))
                .isInstanceOf(JdbiException.class);
    }

    @Test
    void refusesTablesOfANewerConnector() {
        migrate("fruit");
        add(database, 1, "apple");
        database.write(handle -> handle.execute("update history_of_fruit set version = '3' where version = '2'"));
        assertThatThrownBy(() -> migrate("fruit"))
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(newer -> assertThat(newer.problem().code()).isEqualTo("STORE_NEWER"))
                .satisfies(newer -> assertThat(newer.problem().message()).contains("fruit", "version 3"));
        assertThat(names()).as("nothing is touched").containsExactly("apple");
    }

    @Test
    void goesOnWithTablesThatANewerConnectorLeftReadable() {
        migrate("fruit");
        database.migrate("fruit", getClass().getClassLoader(), "readable");
        migrate("fruit");
        add(database, 1, "apple");
        assertThat(names()).containsExactly("apple");
        database.migrate("fruit", getClass().getClassLoader(), "readable");
        assertThat(names()).as("and the newer one comes again").containsExactly("apple");
    }

    @Test
    void refusesTablesThatANewerConnectorLeftForItselfAlone() {
        migrate("fruit");
        database.migrate("fruit", getClass().getClassLoader(), "unreadable");
        assertThatThrownBy(() -> migrate("fruit"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_NEWER");
    }

    @Test
    void refusesAScriptThatWasChangedAfterItRan() {
        migrate("fruit");
        database.write(handle -> handle.execute("update history_of_fruit set checksum = 7 where version = '1'"));
        assertThatThrownBy(() -> migrate("fruit"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_MIGRATION_FAILED");
    }

    void migrate(String owner) {
        database.migrate(owner, getClass().getClassLoader(), "tables");
    }

    static void increment(Database database) {
        database.write(handle -> {
            int now = handle.createQuery("select name from fruit")
                    .mapTo(Integer.class)
                    .one();
            return handle.execute("update fruit set name = ?", String.valueOf(now + 1));
        });
    }

    static void add(Database database, int id, String name) {
        database.write(handle -> handle.execute("insert into fruit (id, name) values (?, ?)", id, name));
    }

    private static int count(Handle handle) {
        return handle.createQuery("select count(*) from fruit")
                .mapTo(Integer.class)
                .one();
    }

    List<String> names() {
        return database.read(handle -> handle.createQuery("select name from fruit order by id")
                .mapTo(String.class)
                .list());
    }
}
