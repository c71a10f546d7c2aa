package io.github.migrationconnector.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.IssuedCode;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.store.internal.TemporaryDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAccessTest {
    private static final Secret PASSWORD = Secret.of("correct horse battery");
    private static final Secret WRONG = Secret.of("incorrect horse battery");
    private static final SessionTable.Limits LIMITS =
            new SessionTable.Limits(Duration.ofMinutes(30), Duration.ofHours(12));

    private static final Actor ADMIN = new Actor(new Principal(Access.ADMINISTRATOR, Role.ADMIN), "a");

    @TempDir
    private Path home;

    private final HandClock clock = new HandClock();
    private final ListedAudit audit = new ListedAudit();
    private TemporaryDatabase database;
    private LocalAccess access;

    @BeforeEach
    void start() {
        database = new TemporaryDatabase(home);
        access = new LocalAccess(home, new Accounts(database, LIMITS, clock), audit, MenuDoor.closed());
    }

    @AfterEach
    void stop() {
        access.close();
        database.close();
    }

    @Test
    void opensOnceByTheOneTimeCode() throws IOException {
        Secret code = code();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("one-time-code"))))
                .isEqualTo("rw-------");
        assertThat(access.passwordIsSet()).isFalse();
        assertThat(announced(true)).contains(code.<String>reveal(text -> text));
        assertThat(announced(false))
                .contains(home.resolve("one-time-code").toString())
                .doesNotContain(code.<String>reveal(text -> text));
        refused(
                "ONE_TIME_CODE_WRONG",
                () -> access.setFirstPassword(Secret.of("00000-00000-00000-00000"), PASSWORD, "a"));
        refused("PASSWORD_TOO_WEAK", () -> access.setFirstPassword(code, Secret.of("short"), "a"));
        refused("PASSWORD_TOO_WEAK", () -> access.setFirstPassword(code, Secret.of("aaaaaaaaaaaaaaaaaaaa"), "a"));
        access.setFirstPassword(code, PASSWORD, "a");
        assertThat(access.passwordIsSet()).isTrue();
        assertThat(home.resolve("one-time-code")).doesNotExist();
        assertThat(announced(true) + announced(false)).isEmpty();
        refused("ONE_TIME_CODE_USED", () -> access.setFirstPassword(code, WRONG, "a"));
        assertThat(access.login(Access.ADMINISTRATOR, PASSWORD, "a")).isPresent();
    }

    @Test
    void slowsDownWhoeverGuessesAtTheCode() throws IOException {
        Secret code = code();
        Secret wrong = Secret.of("00000-00000-00000-00000");
        for (int attempt = 0; attempt < 5; attempt++) {
            refused("ONE_TIME_CODE_WRONG", () -> access.setFirstPassword(wrong, PASSWORD, "attacker"));
        }
        refused("TOO_MANY_ATTEMPTS", () -> access.setFirstPassword(code, PASSWORD, "attacker"));
        refused("TOO_MANY_ATTEMPTS", () -> access.setFirstPassword(code, PASSWORD, "owner"));
        clock.advance(Duration.ofSeconds(31));
        access.setFirstPassword(code, PASSWORD, "owner");
        assertThat(access.passwordIsSet()).isTrue();
    }

    @Test
    void readsTheCodeAsPeopleWriteIt() throws IOException {
        String code = code().reveal(text -> text);
        access.setFirstPassword(
                Secret.of(" "
                        + code.toLowerCase(Locale.ROOT)
                                .replace("-", " ")
                                .replace('0', 'o')
                                .replace('1', 'l')),
                PASSWORD,
                "a");
        assertThat(access.passwordIsSet()).isTrue();
    }

    @Test
    void makesANewCodeAtEachStart() throws IOException {
        Secret old = code();
        restart();
        refused("ONE_TIME_CODE_WRONG", () -> access.setFirstPassword(old, PASSWORD, "a"));
        access.setFirstPassword(code(), PASSWORD, "a");
        restart();
        assertThat(home.resolve("one-time-code")).doesNotExist();
        refused("ONE_TIME_CODE_USED", () -> access.setFirstPassword(old, WRONG, "a"));
    }

    @Test
    void aLoginCodeOpensOnceInPlaceOfThePassword() {
        assertThat(issued().purpose()).isEqualTo(IssuedCode.Purpose.FIRST_PASSWORD);
        access.setPassword(ADMIN.principal(), PASSWORD);
        IssuedCode older = issued();
        IssuedCode code = issued();
        assertThat(code.purpose()).isEqualTo(IssuedCode.Purpose.LOGIN);
        assertThat(access.login(Access.ADMINISTRATOR, older.code(), "a")).isEmpty();
        assertThat(access.login("olga", code.code(), "a")).isEmpty();
        assertThat(access.login(Access.ADMINISTRATOR, code.code(), "a"))
                .hasValueSatisfying(session ->
                        assertThat(session.principal()).isEqualTo(new Principal(Access.ADMINISTRATOR, Role.ADMIN)));
        assertThat(access.login(Access.ADMINISTRATOR, code.code(), "a")).isEmpty();
        assertThat(access.login(Access.ADMINISTRATOR, PASSWORD, "a")).isPresent();
    }

    @Test
    void aLoginCodeEndsAfterAQuarterOfAnHourAndGuessesAtItAreSlow() {
        access.setPassword(ADMIN.principal(), PASSWORD);
        IssuedCode late = issued();
        clock.advance(Duration.ofMinutes(15));
        assertThat(access.login(Access.ADMINISTRATOR, late.code(), "a")).isEmpty();
        IssuedCode code = issued();
        for (int attempt = 0; attempt < 4; attempt++) {
            access.login(Access.ADMINISTRATOR, Secret.of("00000-00000-00000-0000" + attempt), "b" + attempt);
            clock.advance(Duration.ofMillis(1));
        }
        refused("TOO_MANY_ATTEMPTS", () -> access.login(Access.ADMINISTRATOR, code.code(), "c"));
    }

    @Test
    void aNewPasswordEndsTheLoginCode() {
        access.setPassword(ADMIN.principal(), WRONG);
        IssuedCode code = issued();
        access.setPassword(ADMIN.principal(), PASSWORD);
        assertThat(access.login(Access.ADMINISTRATOR, code.code(), "a")).isEmpty();
        assertThat(access.login(Access.ADMINISTRATOR, PASSWORD, "a")).isPresent();
    }

    @Test
    void onlyAnAdministratorIsGivenACode() {
        refused("FORBIDDEN", () -> access.issue(new Actor(Principal.CONSOLE_MENU, "a")));
    }

    private IssuedCode issued() {
        return access.issue(ADMIN);
    }

    @Test
    void beginsASessionNobodyKnew() {
        setPassword();
        assertThat(access.session(Secret.of("chosen by somebody else"))).isEmpty();
        Session one = login();
        Session two = login();
        assertThat(one.token().matches(two.token())).isFalse();
        assertThat(one.csrfToken()).isNotEqualTo(two.csrfToken());
        assertThat(one.principal()).isEqualTo(new Principal(Access.ADMINISTRATOR, Role.ADMIN));
        Session found = access.session(one.token()).orElseThrow();
        assertThat(found.csrfToken()).isEqualTo(one.csrfToken());
        assertThat(found.principal()).isEqualTo(one.principal());
    }

    @Test
    void keepsSessionsThroughARestartButNotTheirTokens() {
        setPassword();
        Session session = login();
        restart();
        assertThat(access.session(session.token())).isPresent();
        List<String> kept = database.read(handle -> handle.createQuery("select token_digest from access_session")
                .mapTo(String.class)
                .list());
        assertThat(kept).hasSize(1).doesNotContain(session.token().<String>reveal(text -> text));
    }

    @Test
    void endsSessions() {
        setPassword();
        Session loggedOut = login();
        Session other = login();
        access.logout(loggedOut.token());
        assertThat(access.session(loggedOut.token())).isEmpty();
        assertThat(access.session(other.token())).isPresent();
        setPassword();
        assertThat(access.session(other.token())).as("a new password ends all").isEmpty();
    }

    @Test
    void endsIdleSessionsAndOldOnes() {
        setPassword();
        Session session = login();
        clock.advance(LIMITS.idle().minusSeconds(1));
        assertThat(access.session(session.token())).isPresent();
        clock.advance(LIMITS.idle().minusSeconds(1));
        assertThat(access.session(session.token())).as("renewed by use").isPresent();
        clock.advance(LIMITS.idle());
        assertThat(access.session(session.token())).isEmpty();

        Session busy = login();
        for (Duration age = Duration.ZERO; age.compareTo(LIMITS.absolute()) < 0; age = age.plusMinutes(20)) {
            assertThat(access.session(busy.token())).isPresent();
            clock.advance(Duration.ofMinutes(20));
        }
        assertThat(access.session(busy.token())).as("however busy").isEmpty();
    }

    @Test
    void slowsDownWhoeverGuessesAtAnAccount() {
        setPassword();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(access.login(Access.ADMINISTRATOR, WRONG, "address" + attempt))
                    .isEmpty();
        }
        refused("TOO_MANY_ATTEMPTS", () -> access.login(Access.ADMINISTRATOR, PASSWORD, "another"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(access.login(Access.ADMINISTRATOR, PASSWORD, "another")).isPresent();
        assertThat(access.login(Access.ADMINISTRATOR, WRONG, "another"))
                .as("forgiven")
                .isEmpty();
    }

    @Test
    void answersTheSameWhetherAUserExistsOrNot() {
        setPassword();
        for (String name : new String[] {Access.ADMINISTRATOR, "nobody"}) {
            for (int attempt = 0; attempt < 5; attempt++) {
                assertThat(access.login(name, WRONG, name + attempt)).isEmpty();
            }
            refused("TOO_MANY_ATTEMPTS", () -> access.login(name, WRONG, "elsewhere"));
        }
    }

    @Test
    void slowsDownWhoeverGuessesFromAnAddress() {
        setPassword();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(access.login("user" + attempt, WRONG, "attacker")).isEmpty();
        }
        refused("TOO_MANY_ATTEMPTS", () -> access.login(Access.ADMINISTRATOR, PASSWORD, "attacker"));
        assertThat(access.login(Access.ADMINISTRATOR, PASSWORD, "owner")).isPresent();
    }

    @Test
    void countsGuessesSentAllAtOnce() throws Exception {
        setPassword();
        ExecutorService guessers = Executors.newFixedThreadPool(16);
        try {
            List<Future<Boolean>> guesses = IntStream.range(0, 16)
                    .mapToObj(guess -> guessers.submit(() -> {
                        try {
                            return access.login(Access.ADMINISTRATOR, WRONG, "attacker")
                                    .isEmpty();
                        } catch (ConnectorException refused) {
                            return false;
                        }
                    }))
                    .toList();
            int checked = 0;
            for (Future<Boolean> guess : guesses) {
                checked += guess.get() ? 1 : 0;
            }
            assertThat(checked).isBetween(1, 16 - 1);
        } finally {
            guessers.shutdownNow();
        }
    }

    @Test
    void knowsTheTokenInTheHome() throws IOException {
        Path file = home.resolve("token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Secret token = Secret.of(Files.readString(file).strip());
        assertThat(access.bearer(token).map(Principal::role)).contains(Role.ADMIN);
        assertThat(access.bearer(Secret.of(""))).isEmpty();
        assertThat(access.bearer(Secret.of("guess"))).isEmpty();
        restart();
        assertThat(access.bearer(token)).as("of an earlier start").isEmpty();
        access.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void letsOnlyAdministratorsSetThePassword() {
        for (Role role : new Role[] {Role.OPERATOR, Role.VIEWER}) {
            refused("FORBIDDEN", () -> access.setPassword(new Principal("x", role), PASSWORD));
        }
        refused("PASSWORD_TOO_WEAK", () -> access.setPassword(new Principal("x", Role.ADMIN), Secret.of("short")));
        assertThat(access.passwordIsSet()).isFalse();
    }

    @Test
    void tellsAdministratorsWhetherAPasswordIsTheOne() {
        Principal administrator = new Principal("set-up", Role.ADMIN);
        assertThat(access.passwordIs(administrator, PASSWORD)).isFalse();
        setPassword();
        assertThat(access.passwordIs(administrator, PASSWORD)).isTrue();
        assertThat(access.passwordIs(administrator, WRONG)).isFalse();
        refused("FORBIDDEN", () -> access.passwordIs(new Principal("x", Role.OPERATOR), PASSWORD));
        refused("PASSWORD_TOO_WEAK", () -> access.checkPassword(Secret.of("short")));
        access.checkPassword(PASSWORD);
    }

    @Test
    void withdrawsTheCodeWhenThePasswordIsSetOtherwise() throws IOException {
        Secret code = code();
        setPassword();
        assertThat(home.resolve("one-time-code")).doesNotExist();
        refused("ONE_TIME_CODE_USED", () -> access.setFirstPassword(code, WRONG, "a"));
    }

    @Test
    void writesLoginsDownButNotWhatStrangersTypeAsAName() {
        setPassword();
        login();
        access.login(Access.ADMINISTRATOR, WRONG, "10.0.0.9");
        access.login("correct horse battery", WRONG, "10.0.0.9");
        assertThat(audit.said())
                .containsExactly(
                        "token-file user.set-password admin DONE",
                        "admin session.login  DONE",
                        "admin session.login  REFUSED",
                        "unknown user session.login  REFUSED");
        assertThat(audit.events.get(3).from()).isEqualTo("10.0.0.9");
    }

    private void restart() {
        access.close();
        access = new LocalAccess(home, new Accounts(database, LIMITS, clock), audit, MenuDoor.closed());
    }

    private void setPassword() {
        access.setPassword(new Principal("token-file", Role.ADMIN), PASSWORD);
    }

    private Session login() {
        return access.login(Access.ADMINISTRATOR, PASSWORD, "here").orElseThrow();
    }

    private Secret code() throws IOException {
        return Secret.of(Files.readString(home.resolve("one-time-code")).strip());
    }

    private String announced(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        access.announce(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectorException.class))
                .satisfies(refusal -> assertThat(refusal.problem().code()).isEqualTo(code));
    }
}
