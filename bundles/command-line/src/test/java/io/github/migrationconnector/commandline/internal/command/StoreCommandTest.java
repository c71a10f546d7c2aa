package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of the store, with a daemon and without one. */
final class StoreCommandTest {
    private static final String STATE =
            """
            {"kind": "SQLITE", "bytes": 4096, "restore": {"state": "WAITING", "message": "at the next start"}}""";

    @TempDir
    private Path home;

    @TempDir
    private Path elsewhere;

    private FakeDaemon daemon;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
        Files.createDirectory(home.resolve("store"));
    }

    @AfterEach
    void stop() {
        daemon.close();
    }

    private int connector(String... arguments) {
        out.reset();
        err.reset();
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--home", home.toString()));
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return new Program(terminal).run(all.toArray(new String[0]));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static byte[] backup(String said, byte[] database) throws Exception {
        return backup(said, database, "2026-11-30T12:00:00Z");
    }

    private static byte[] backup(String said, byte[] database, String madeAt) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("manifest.txt"));
            zip.write(("format=1\nconnector=c-1\nversion=0.1.0\nmadeAt=" + madeAt + "\nbytes=" + database.length
                            + "\nsha256=" + said + "\n")
                    .getBytes(StandardCharsets.US_ASCII));
            zip.putNextEntry(new ZipEntry("connector.db"));
            zip.write(database);
        }
        return bytes.toByteArray();
    }

    private static byte[] whole() throws Exception {
        byte[] database = "the database".getBytes(StandardCharsets.US_ASCII);
        return backup(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(database)), database);
    }

    @Test
    void aBackupIsFetchedForItsOwnerAloneAndOverwritesNothing() throws Exception {
        byte[] whole = whole();
        daemon.on("GET /store/backup", 200, whole);
        Path file = elsewhere.resolve("store.zip");
        assertThat(connector("store", "backup", file.toString())).isZero();
        assertThat(out()).contains("the store of 2026-11-30T12:00:00Z");
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(connector("store", "backup", file.toString())).isEqualTo(1);
        assertThat(err()).contains("already");
    }

    @Test
    void oneThatArrivesDamagedIsSeen() throws Exception {
        byte[] whole = whole();
        daemon.on("GET /store/backup", 200, Arrays.copyOf(whole, whole.length / 2));
        assertThat(connector("store", "backup", elsewhere.resolve("half.zip").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("no whole backup");
        assertThat(elsewhere).as("nothing that looks like a backup").isEmptyDirectory();
    }

    @Test
    void aStrangersManifestSendsNothingToTheTerminal() throws Exception {
        byte[] database = {1};
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(database));
        byte[] evil = backup(digest, database, "2026\u001b[2J");
        Path file = Files.write(elsewhere.resolve("evil.zip"), evil);
        assertThat(connector("store", "restore", file.toString())).isEqualTo(1);
        assertThat(out() + err()).contains("no whole backup").doesNotContain("\u001b");
        assertThat(home.resolve("store")).isEmptyDirectory();
    }

    /** Root alone may give files away; for anybody else the owner is who asks, and must stay it. */
    @Test
    void whatIsPutIntoAHomeIsTheDaemons() throws Exception {
        String daemonsUser =
                System.getProperty("user.name").equals("root") ? "nobody" : System.getProperty("user.name");
        UserPrincipal owner =
                home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(daemonsUser);
        Files.setOwner(home.resolve("store"), owner);
        Path file = Files.write(elsewhere.resolve("store.zip"), whole());
        assertThat(connector("store", "restore", file.toString())).isZero();
        assertThat(Files.getOwner(home.resolve("store/restore.zip"))).isEqualTo(owner);
        assertThat(Files.getOwner(home.resolve("run/lock"))).isEqualTo(owner);
    }

    @Test
    void onPostgresqlTheLineToTypeIsSaid() {
        daemon.on(
                "GET /store/backup",
                409,
                "{\"detail\": \"The store is on a server.\", \"fix\": \"Say pg_dump --format=custom.\"}");
        assertThat(connector("store", "backup", elsewhere.resolve("x.zip").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("Say pg_dump --format=custom.");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whileTheDaemonRunsItIsAskedToRestore() throws Exception {
        daemon.on("POST /store/restore", 202, STATE).on("GET /store", 200, STATE);
        Path file = Files.write(elsewhere.resolve("store.zip"), whole());
        try (FileChannel lock = FileChannel.open(
                        home.resolve("run/lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(connector("store", "restore", file.toString(), "--force"))
                    .isZero();
        }
        assertThat(daemon.requests().get(0).body()).isEqualTo("{\"file\":\"" + file + "\",\"force\":true}");
        assertThat(out()).contains("WAITING", "restart the daemon");
        assertThat(home.resolve("store")).isEmptyDirectory();
        assertThat(connector("store", "show")).isZero();
        assertThat(out()).contains("SQLITE", "4.0 KiB", "at the next start");
    }

    @Test
    void withoutADaemonTheBackupIsPutWhereItsNextStartFindsIt() throws Exception {
        Path file = Files.write(elsewhere.resolve("store.zip"), whole());
        assertThat(connector("store", "restore", file.toString(), "--force")).isZero();
        assertThat(names()).containsExactly("restore-forced.zip");
        assertThat(connector("store", "restore", file.toString())).isZero();
        assertThat(names()).as("the later request counts").containsExactly("restore.zip");
        assertThat(home.resolve("store/restore.zip")).hasSameBinaryContentAs(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("store/restore.zip"))))
                .isEqualTo("rw-------");
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void whatIsNoBackupChangesNothing() throws Exception {
        byte[] wrong = backup("0".repeat(64), new byte[] {1});
        for (byte[] bytes : List.of(new byte[0], "text".getBytes(StandardCharsets.US_ASCII), wrong)) {
            Path file = Files.write(elsewhere.resolve("wrong.zip"), bytes);
            assertThat(connector("store", "restore", file.toString())).isEqualTo(1);
            assertThat(err()).contains("no whole backup");
        }
        assertThat(connector("store", "restore", elsewhere.resolve("none.zip").toString()))
                .isEqualTo(1);
        assertThat(err()).contains("there is no file");
        assertThat(home.resolve("store")).isEmptyDirectory();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(home.resolve("store"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
