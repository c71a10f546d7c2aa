package io.github.migrationconnector.store.internal;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/** Copies of a SQLite database in one file, made while it is in use: they are there whole and durable, or not at all. */
final class SqliteCopy {
    /** Nobody but the connector's user may read a copy. */
    static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final SqliteConnections connections;

    SqliteCopy(SqliteConnections connections) {
        this.connections = connections;
    }

    /** Copies all that is committed now; a file of that name is replaced. */
    void writeTo(Path file) {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        try {
            Files.deleteIfExists(draft);
            try (Connection connection = connections.writer();
                    PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
                vacuum.setString(1, draft.toString());
                vacuum.execute();
            }
            verify(draft);
            install(draft, file);
        } catch (SQLException | IOException failure) {
            throw Problem.fatal(
                            "STORE_COPY_FAILED",
                            "The database can't be copied to " + file + ": " + failure.getMessage(),
                            "Look for room and rights in " + file.getParent() + ".")
                    .asException(failure);
        }
    }

    /** Refuses a file that is no whole database. */
    static void verify(Path file) {
        String found;
        try (Connection connection = readOnly(file);
                Statement statement = connection.createStatement();
                ResultSet said = statement.executeQuery("pragma integrity_check(1)")) {
            found = said.next() ? said.getString(1) : "it says nothing";
        } catch (SQLException failure) {
            found = failure.getMessage();
        }
        if (!found.equals("ok")) {
            throw Problem.fatal(
                            "STORE_COPY_DAMAGED",
                            file + " is no whole copy of the connector's database: " + found,
                            "Use another copy.")
                    .asException();
        }
    }

    /** Opens a copy without changing it. */
    static Connection readOnly(Path file) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new SQLException("there is no file " + file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** Puts a draft in place, for its owner's eyes alone, so that it lasts. */
    static void install(Path draft, Path file) throws IOException {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
        sync(draft);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(file.getParent());
    }

    /** Makes a file's bytes, or a directory's names, last. */
    static void sync(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
