package io.github.migrationconnector.commandline.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.commandline.internal.fake.FakeDaemon;
import io.github.migrationconnector.commandline.internal.output.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users, sessions, keys, tokens, the audit trail and the stored secrets, from the command line. */
final class AccessCommandsTest {
    private static final String USER =
            """
            {"name": "olga", "role": "OPERATOR", "enabled": false, "createdAt": "2026-03-04T05:06:07Z",
             "passwordChangedAt": "2026-03-04T05:06:07Z", "lastLoginAt": null}""";
    private static final String STATE =
            """
            {"protection": "KEY_FILE", "unsealed": true, "primary": 2, "keys": 1, "records": 3}""";

    @TempDir
    private Path home;

    private FakeDaemon daemon;
    private Path password;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void start() throws Exception {
        daemon = new FakeDaemon(home);
        password = home.resolve("password");
        Files.writeString(password, "hunter2hünter2\nsecond line\n");
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

    private FakeDaemon.Request asked() {
        return daemon.requests().get(daemon.requests().size() - 1);
    }

    @Test
    void aPasswordComesFromAFileAndIsNotShown() {
        daemon.on("POST /users", 201, USER).on("POST /users/olga/password", 204, "");
        assertThat(connector("user", "create", "olga", "--role", "operator", "--password-file", password.toString()))
                .isZero();
        assertThat(asked().body())
                .isEqualTo("{\"name\":\"olga\",\"role\":\"OPERATOR\",\"password\":\"hunter2hünter2\"}");
        assertThat(out()).contains("olga is operator", "may not log in").doesNotContain("hunter2");
        assertThat(connector("user", "password", "olga", "--password-file", password.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"password\":\"hunter2hünter2\"}");
        assertThat(out()).doesNotContain("hunter2");
    }

    @Test
    void aPasswordIsNoArgument() throws IOException {
        assertThat(connector("user", "create", "olga", "--role", "viewer", "--password", "x"))
                .isEqualTo(2);
        assertThat(connector("user", "create", "olga", "hunter2", "--role", "viewer"))
                .isEqualTo(2);
        assertThat(connector("user", "password", "olga")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--password-file");
        Files.writeString(password, "\n");
        assertThat(connector("user", "password", "olga", "--password-file", password.toString()))
                .isEqualTo(1);
        assertThat(connector("user", "password", "olga", "--password-file", home + "/none"))
                .isEqualTo(1);
        assertThat(daemon.requests()).isEmpty();
    }

    @Test
    void usersAndSessionsAreListedAndChanged() {
        daemon.on("GET /users", 200, "[" + USER + "]")
                .on("POST /users/olga/role", 200, USER)
                .on("POST /users/olga/enable", 200, USER)
                .on("POST /users/olga/disable", 200, USER)
                .on("DELETE /users/olga", 204, "")
                .on(
                        "GET /sessions",
                        200,
                        "[{\"id\": \"session-1\", \"userName\": \"olga\", \"role\": \"VIEWER\", \"address\": \"10.0.0.9\","
                                + " \"createdAt\": \"t1\", \"usedAt\": \"t2\"}]")
                .on("DELETE /sessions/session-1", 204, "");
        assertThat(connector("user", "list")).isZero();
        assertThat(out()).contains("olga", "OPERATOR", "no", "never");
        assertThat(connector("user", "role", "olga", "viewer")).isZero();
        assertThat(asked().body()).isEqualTo("{\"role\":\"VIEWER\"}");
        for (String verb : List.of("enable", "disable", "delete")) {
            assertThat(connector("user", verb, "olga")).isZero();
        }
        assertThat(connector("session", "list")).isZero();
        assertThat(out()).contains("session-1", "10.0.0.9");
        assertThat(connector("session", "revoke", "session-1")).isZero();
        assertThat(asked().line()).isEqualTo("DELETE /sessions/session-1");
    }

    @Test
    void keysAndTokensAreShownOnce() {
        daemon.on("POST /api-keys", 201, "{\"accessKeyId\": \"AKIAX\", \"secretAccessKey\": \"once\"}")
                .on("GET /api-keys", 200, "[{\"accessKeyId\": \"AKIAX\", \"owner\": \"olga\", \"lastUsedAt\": null}]")
                .on("DELETE /api-keys/AKIAX", 204, "")
                .on("POST /tokens", 201, "{\"name\": \"ci\", \"token\": \"opens\"}")
                .on("GET /tokens", 200, "[{\"name\": \"ci\", \"owner\": \"olga\"}]")
                .on("DELETE /tokens/ci", 204, "");
        assertThat(connector("apikey", "create", "--owner", "olga", "--role", "viewer"))
                .isZero();
        assertThat(out()).contains("AKIAX", "once");
        assertThat(connector("apikey", "list")).isZero();
        assertThat(out()).contains("AKIAX", "never");
        assertThat(connector("apikey", "revoke", "AKIAX")).isZero();
        assertThat(connector("token", "create", "ci", "--owner", "olga", "--role", "viewer", "--days", "7"))
                .isZero();
        assertThat(out()).isEqualTo("opens\n");
        assertThat(daemon.requests().get(3).body()).contains("\"days\":7");
        assertThat(connector("token", "list")).isZero();
        assertThat(connector("token", "revoke", "ci")).isZero();
    }

    @Test
    void aTouchedTrailFailsAndSaysWhere() {
        daemon.on(
                        "GET /audit?count=5&before=" + Long.MAX_VALUE / 10,
                        200,
                        "[{\"number\": 7, \"at\": \"t\", \"who\": \"olga\", \"from\": \"::1\", \"action\": \"user.create\","
                                + " \"target\": \"eve\", \"result\": \"REFUSED\"}]")
                .on("GET /audit/verification", 200, "{\"records\": 7, \"intact\": true}")
                .on(
                        "GET /audit/verification",
                        200,
                        "{\"records\": 3, \"intact\": false, \"file\": \"audit-00000001.jsonl\", \"line\": 5,"
                                + " \"finding\": \"the line was changed\"}");
        assertThat(connector("audit", "list", "--count", "5")).isZero();
        assertThat(out()).contains("7", "olga", "REFUSED", "user.create", "eve");
        assertThat(connector("audit", "verify")).isZero();
        assertThat(connector("audit", "verify")).isEqualTo(1);
        assertThat(out()).contains("audit-00000001.jsonl, line 5: the line was changed");
    }

    @Test
    void theStoredSecretsAreRotatedSealedBackedUpAndRestored() throws IOException {
        daemon.on("GET /credentials", 200, STATE)
                .on("POST /credentials/rotation", 200, STATE)
                .on("POST /credentials/unseal", 200, STATE)
                .on("POST /credentials/passphrase", 200, STATE)
                .on("DELETE /credentials/passphrase", 200, STATE)
                .on("POST /credentials/backup", 200, "{\"format\": 1}")
                .on("POST /credentials/restore", 200, "{\"restored\": 3}");
        assertThat(connector("credentials", "show")).isZero();
        assertThat(out()).contains("KEY_FILE", "sealed", "no");
        assertThat(connector("credentials", "rotate")).isZero();
        assertThat(connector("credentials", "unseal", "--password-file", password.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"passphrase\":\"hunter2hünter2\"}");
        assertThat(connector("credentials", "passphrase", "--password-file", password.toString()))
                .isZero();
        assertThat(connector("credentials", "keyfile")).isZero();
        Path file = home.resolve("secrets.backup");
        assertThat(connector("credentials", "backup", "--out", file.toString(), "--password-file", password.toString()))
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(connector("credentials", "backup", "--out", file.toString(), "--password-file", password.toString()))
                .as("overwrites nothing")
                .isEqualTo(1);
        assertThat(connector(
                        "credentials", "restore", "--file", file.toString(), "--password-file", password.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"backup\":{\"format\":1},\"passphrase\":\"hunter2hünter2\"}");
        assertThat(out()).contains("3 records");
    }

    @Test
    void theDaemonsCertificateIsShownRequestedAndInstalled() throws Exception {
        String state =
                """
                {"origin": "ISSUED", "chain": [{"subject": "CN=own", "issuer": "CN=ca", "names": ["dns:a.example"],
                 "notBefore": "x", "notAfter": "y", "sha256": "AB:CD"}], "hostNames": [], "missingNames": ["ip:192.0.2.7"],
                 "warning": "It ends.", "request": "", "strictTransport": true}""";
        daemon.on("GET /certificate", 200, state)
                .on("POST /certificate/renewal", 200, state)
                .on("POST /certificate/request", 200, "{\"request\": \"-----BEGIN\\n\"}")
                .on("POST /certificate/installation", 200, state);
        assertThat(connector("certificate", "show")).isZero();
        assertThat(out()).contains("CN=ca", "dns:a.example", "AB:CD", "lacks", "ip:192.0.2.7", "It ends.");
        assertThat(connector("certificate", "renew")).isZero();
        daemon.on("POST /certificate/renewal?force=true", 200, state);
        assertThat(connector("certificate", "renew", "--force")).isZero();
        assertThat(connector("certificate", "csr", "--name", "a.example", "--name", "192.0.2.7"))
                .isZero();
        assertThat(out()).isEqualTo("-----BEGIN\n");
        assertThat(asked().body()).isEqualTo("{\"names\":[\"a.example\",\"192.0.2.7\"]}");
        Path chain = Files.writeString(home.resolve("chain.pem"), "CHAIN");
        Path key = Files.writeString(home.resolve("key.pem"), "KEY");
        assertThat(connector("certificate", "install", "--chain", chain.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"chain\":\"CHAIN\"}");
        assertThat(connector("certificate", "install", "--chain", chain.toString(), "--key", key.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"chain\":\"CHAIN\",\"key\":\"KEY\"}");
        assertThat(connector(
                        "certificate", "install", "--pkcs12", key.toString(), "--password-file", password.toString()))
                .isZero();
        assertThat(asked().body()).isEqualTo("{\"pkcs12\":\"S0VZ\",\"passphrase\":\"hunter2hünter2\"}");
        assertThat(connector("certificate", "install")).isEqualTo(1);
        assertThat(connector(
                        "certificate",
                        "install",
                        "--chain",
                        home.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no file");
    }
}
