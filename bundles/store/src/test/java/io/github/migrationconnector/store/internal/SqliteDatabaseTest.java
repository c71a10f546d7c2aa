package io.github.migrationconnector.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.problem.ConnectorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

final class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    private Path home;

    @Override
    OneWriterDatabase open() {
        return new SqliteDatabase(home, SynchronousMode.FULL);
    }

    @Override
    List<String> tables() {
        return database.read(handle -> handle.createQuery("select name from sqlite_master where type = 'table'")
                .mapTo(String.class)
                .list());
    }

    @Test
    void tellsAFullDisk() {
        migrate("fruit");
        assertThatThrownBy(() -> database.write(handle -> {
                    handle.execute("pragma max_page_count = 1");
                    handle.execute("insert into fruit values (1, '" + "x".repeat(100_000) + "')");
                    return this;
                }))
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(full -> assertThat(full.problem().code()).isEqualTo("STORE_FULL"))
                .satisfies(full -> assertThat(full.problem().fix()).contains(home.toString()));
        add(database, 2, "pear");
        assertThat(names()).as("goes on when there is room again").containsExactly("pear");
    }

    @Test
    void tellsADamagedFile() throws IOException {
        database.close();
        Path file = home.resolve("store/connector.db");
        Files.writeString(file, "this was a database once ".repeat(400));
        assertThatThrownBy(() -> new SqliteDatabase(home, SynchronousMode.FULL).close())
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(damaged -> assertThat(damaged.problem().code()).isEqualTo("STORE_UNUSABLE"))
                .satisfies(damaged -> assertThat(damaged.problem().message()).contains(file.toString()));
    }

    @Test
    void tellsAHomeThatIsNotThere() {
        assertThatThrownBy(() -> new SqliteDatabase(home.resolve("gone"), SynchronousMode.FULL).close())
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("STORE_UNUSABLE");
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("store"))))
                .isEqualTo("rwx------");
    }
}
