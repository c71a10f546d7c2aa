package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.store.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** The way back over a change of tables, cut at each of its steps. */
final class SetCopiesTest {
    private static final Instant SINCE = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    private Path home;

    private SetCopies copies;

    @BeforeEach
    void leaveByTheOldSet() throws IOException {
        Files.createDirectory(home.resolve("sets"));
        copies = new SetCopies(home);
        write("tables", "insert into fruit values (1, 'apple')");
        copies.keep("0.1.0", SINCE);
    }

    @Test
    void goesBackOverTablesThatTheOldSetCannotRead() throws IOException {
        write("unreadable", "insert into fruit (id, title) values (2, 'pear')");
        ask("0.1.0");
        copies.restoreFor("0.1.0");
        assertThat(names()).containsExactly("apple");
        assertThat(request()).doesNotExist();
        assertThat(home.resolve("store/replaced.db")).as("what was replaced").exists();
    }

    @Test
    void losesNothingWhenTheOldSetCanRead() throws IOException {
        write("readable", "insert into fruit (id, name) values (2, 'pear')");
        ask("0.1.0");
        copies.restoreFor("0.1.0");
        assertThat(names()).containsExactly("apple", "pear");
        assertThat(request()).doesNotExist();
    }

    @Test
    void losesNothingWhenThePointerWasNotMoved() throws IOException {
        write("unreadable", "insert into fruit (id, title) values (2, 'pear')");
        ask("0.1.0");
        copies.restoreFor("0.2.0");
        assertThat(titles()).containsExactly("apple", "pear");
        assertThat(request()).doesNotExist();
    }

    @Test
    void losesNothingUnasked() {
        write("unreadable", "insert into fruit (id, title) values (2, 'pear')");
        copies.restoreFor("0.1.0");
        assertThat(titles()).containsExactly("apple", "pear");
    }

    @Test
    void keepsTheStateBeforeTheFirstStartAlone() throws IOException {
        write("unreadable", "insert into fruit (id, title) values (2, 'pear')");
        // a second start of the same trial finds what the new set made
        copies.keep("0.1.0", SINCE);
        ask("0.1.0");
        copies.restoreFor("0.1.0");
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void goesOnWhereAPowerCutEndedIt() throws IOException {
        write("unreadable", "insert into fruit (id, title) values (2, 'pear')");
        Path store = home.resolve("store");
        Path copy = store.resolve("copies/0.1.0@" + SINCE.toEpochMilli() + ".db");

        // half of the new file was written
        ask("0.1.0");
        Files.writeString(store.resolve(".restored.db.draft"), "half");
        copies.restoreFor("0.1.0");
        assertThat(names()).containsExactly("apple");

        // the new file stands beside the old one, whose log still has what was committed last
        write("unreadable", "insert into fruit (id, title) values (3, 'plum')");
        ask("0.1.0");
        Files.copy(copy, store.resolve("restored.db"));
        Files.writeString(store.resolve("connector.db-wal"), "of the old file");
        new StoreRestore(store.resolve("connector.db"), () -> KnownSteps.NONE).carryOut();
        copies.restoreFor("0.1.0");
        assertThat(names()).containsExactly("apple");
        assertThat(request()).doesNotExist();

        // the request is gone, and the old log too
        write("unreadable", "insert into fruit (id, title) values (4, 'fig')");
        Files.copy(copy, store.resolve("restored.db"));
        Files.deleteIfExists(store.resolve("connector.db-wal"));
        new StoreRestore(store.resolve("connector.db"), () -> KnownSteps.NONE).carryOut();
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void takesWhatWasPutThereToBeRestoredAndRefusesWhatIsNoDatabase() throws IOException {
        Path store = home.resolve("store");
        Files.copy(store.resolve("copies/0.1.0@" + SINCE.toEpochMilli() + ".db"), store.resolve("restore.db"));
        write("tables", "insert into fruit values (2, 'pear')");
        new StoreRestore(store.resolve("connector.db"), () -> KnownSteps.NONE).carryOut();
        assertThat(names()).containsExactly("apple");
        assertThat(store.resolve("restore.db")).doesNotExist();
        Files.writeString(store.resolve("restore.db"), "no database at all");
        assertThatThrownBy(() -> new StoreRestore(store.resolve("connector.db"), () -> KnownSteps.NONE).carryOut())
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_COPY_DAMAGED");
        assertThat(names()).containsExactly("apple");
    }

    @Test
    void forgetsSetsThatAreGone() throws IOException {
        copies.keep("0.1.0", SINCE.plusSeconds(1));
        copies.keep("0.0.9", SINCE.plusSeconds(2));
        assertThat(copies.copies()).extracting(StoreCopy::set).containsExactly("0.0.9", "0.1.0", "0.1.0");
        assertThat(copies.retain(Set.of("0.1.0"))).isPositive();
        assertThat(copies.copies()).extracting(StoreCopy::since).containsExactly(SINCE.plusSeconds(1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("store/copies"))))
                .isEqualTo("rwx------");
    }

    private void ask(String set) throws IOException {
        Files.writeString(request(), set + "\n");
    }

    private Path request() {
        return home.resolve(SetCopies.REQUEST);
    }

    private void write(String tables, String statement) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            database.migrate("fruit", getClass().getClassLoader(), tables);
            database.write(handle -> handle.execute(statement));
        }
    }

    private List<String> names() {
        return read("select name from fruit order by id");
    }

    private List<String> titles() {
        return read("select title from fruit order by id");
    }

    private List<String> read(String query) {
        try (SqliteDatabase database = new SqliteDatabase(home, SynchronousMode.FULL)) {
            return database.read(
                    handle -> handle.createQuery(query).mapTo(String.class).list());
        }
    }
}
