package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.UserTable.Account;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.IssuedCode;
import io.github.migrationconnector.api.access.OneTimeCodes;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.audit.AuditEvent.Result;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users and sessions in the store, the command line's token in a file of the home. */
@Component(
        service = {Access.class, OneTimeCodes.class},
        immediate = true)
public final class LocalAccess implements Access, OneTimeCodes {
    static final String PID = "io.github.migrationconnector.access";
    private static final Logger log = LoggerFactory.getLogger(LocalAccess.class);
    private static final String HOME_PROPERTY = "connector.home";
    private static final String LOGIN = "session.login";
    private static final String LOCAL = "local";

    /** No users' names, since they have spaces. */
    /** System property: whether standard output is a terminal; bin/connector sets it. */
    private static final String TERMINAL = "connector.terminal";

    private static final String ONE_TIME_CODE = "one-time code";

    private static final String UNKNOWN_USER = "unknown user";

    /** Long enough to walk from the console to the browser. */
    private static final Duration CODE_LIFE = Duration.ofMinutes(15);

    private final PrivateFile tokenFile;
    private final PrivateFile codeFile;
    private final Accounts accounts;
    private final Trail trail;
    private final String bearerDigest;
    private final MenuDoor menu;
    private Optional<OneTimeCode> code = Optional.empty();
    private Optional<LoginCode> loginCode = Optional.empty();

    /** A code that opens in place of a password: until then, and no longer than this is the password. */
    private record LoginCode(OneTimeCode code, Instant expiresAt, PasswordHash password) {}

    @Activate
    public LocalAccess(
            BundleContext context, @Reference Accounts accounts, @Reference Audit audit, @Reference MenuDoor menu) {
        this(Path.of(homeOf(context)), accounts, audit, menu);
        announce(System.out, Boolean.getBoolean(TERMINAL));
    }

    LocalAccess(Path home, Accounts accounts, Audit audit, MenuDoor menu) {
        this.accounts = accounts;
        this.menu = menu;
        trail = new Trail(audit);
        tokenFile = new PrivateFile(home.resolve("token"));
        codeFile = new PrivateFile(home.resolve("one-time-code"));
        try (Secret token = new OpaqueTokens().fresh()) {
            bearerDigest = OpaqueTokens.digest(token);
            token.reveal(text -> {
                tokenFile.write(text);
                return text;
            });
        }
        if (passwordIsSet()) {
            codeFile.remove();
        } else {
            OneTimeCode fresh = OneTimeCode.fresh();
            codeFile.write(fresh.written());
            code = Optional.of(fresh);
        }
    }

    /**
     * Says the one-time code to whoever started the daemon; never to a log, which is kept and sent away: where nobody looks, a
     * supervisor writes down what is said, and then it is said where the code stands.
     *
     * @param terminal whether somebody looks
     */
    synchronized void announce(PrintStream output, boolean terminal) {
        code.ifPresent(open -> output.println("No administrator password is set. The one-time code to set it "
                + (terminal ? "is " + open.written() + " (also in " : "stands in ") + codeFile.path()
                + (terminal ? ")" : "")));
    }

    @Override
    public boolean passwordIsSet() {
        return accounts.users().hasAdministrator();
    }

    @Override
    public synchronized void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress) {
        Actor stranger = new Actor(new Principal(ONE_TIME_CODE, Role.VIEWER), remoteAddress);
        trail.of(stranger, "user.set-first-password", ADMINISTRATOR, () -> {
            if (code.isEmpty() || passwordIsSet()) {
                throw Problem.fatal(
                                "ONE_TIME_CODE_USED",
                                "The one-time code opens no more: a password is set.",
                                "Log in with the password.")
                        .asException();
            }
            if (!accounts.logins().isCode(code.get(), oneTimeCode, remoteAddress)) {
                throw Problem.fatal(
                                "ONE_TIME_CODE_WRONG",
                                "The one-time code is wrong.",
                                "Copy it from " + codeFile.path()
                                        + ", or from what the daemon printed when it started.")
                        .asException();
            }
            PasswordRule.check(password);
            accounts.users()
                    .put(
                            new Principal(ADMINISTRATOR, Role.ADMIN),
                            accounts.logins().hash(password));
            withdrawCode();
        });
        log.info("The administrator's password was set with the one-time code");
    }

    @Override
    public synchronized void setPassword(Principal administrator, Secret password) {
        trail.of(new Actor(administrator, LOCAL), "user.set-password", ADMINISTRATOR, () -> {
            AccessRules.requireAdministrator(administrator);
            PasswordRule.check(password);
            accounts.users()
                    .put(
                            new Principal(ADMINISTRATOR, Role.ADMIN),
                            accounts.logins().hash(password));
            withdrawCode();
        });
        log.info("The administrator's password was set by {}", administrator.name());
    }

    @Override
    public void checkPassword(Secret password) {
        PasswordRule.check(password);
    }

    @Override
    public boolean passwordIs(Principal administrator, Secret password) {
        AccessRules.requireAdministrator(administrator);
        return accounts.logins().isPasswordOf(ADMINISTRATOR, password);
    }

    @Override
    public Optional<Session> login(String name, Secret password, String remoteAddress) {
        Optional<Principal> principal;
        try {
            principal = accounts.logins()
                    .check(name, password, remoteAddress)
                    .or(() -> byCode(name, password, remoteAddress));
        } catch (ConnectorException tooMany) {
            trail.stranger(known(name), remoteAddress, LOGIN, Result.REFUSED);
            throw tooMany;
        }
        log.info("Login from {}: {}", remoteAddress, principal.isPresent() ? "accepted" : "refused");
        trail.stranger(known(name), remoteAddress, LOGIN, principal.isPresent() ? Result.DONE : Result.REFUSED);
        principal.ifPresent(user -> accounts.users().loggedIn(user.name()));
        return principal.map(user -> accounts.sessions().begin(user, remoteAddress));
    }

    @Override
    public synchronized IssuedCode issue(Actor actor) {
        return trail.of(actor, "one-time-code.issue", ADMINISTRATOR, () -> {
            AccessRules.requireAdministrator(actor);
            if (code.isPresent()) {
                return new IssuedCode(
                        IssuedCode.Purpose.FIRST_PASSWORD, Secret.of(code.get().written()), Instant.MAX);
            }
            Account administrator = mayLogIn().orElseThrow(() -> Problem.fatal(
                            "ADMINISTRATOR_ABSENT",
                            "There is no user " + ADMINISTRATOR + " who may log in.",
                            "Reset the password: it makes the user " + ADMINISTRATOR + " anew.")
                    .asException());
            LoginCode fresh = new LoginCode(
                    OneTimeCode.fresh(), accounts.clock().instant().plus(CODE_LIFE), administrator.password());
            loginCode = Optional.of(fresh);
            return new IssuedCode(
                    IssuedCode.Purpose.LOGIN, Secret.of(fresh.code().written()), fresh.expiresAt());
        });
    }

    /** Behind the password's check, which has counted the failure: guesses at a code are as slow as guesses at a password. */
    private synchronized Optional<Principal> byCode(String name, Secret given, String remoteAddress) {
        boolean opens = name.equals(ADMINISTRATOR)
                && loginCode
                        .filter(open ->
                                open.expiresAt().isAfter(accounts.clock().instant()))
                        .filter(open -> open.code().matches(given))
                        .isPresent();
        if (!opens) {
            return Optional.empty();
        }
        PasswordHash password = loginCode.get().password();
        loginCode = Optional.empty();
        Optional<Principal> principal = mayLogIn()
                .filter(account -> account.password().equals(password))
                .map(Account::principal);
        principal.ifPresent(user -> accounts.logins().forgive(name, remoteAddress));
        return principal;
    }

    private Optional<Account> mayLogIn() {
        return accounts.users().account(ADMINISTRATOR).filter(account -> account.user()
                .enabled());
    }

    /** People type their password where the name belongs; so only names that are known are written down. */
    private String known(String name) {
        return accounts.users().find(name).map(User::name).orElse(UNKNOWN_USER);
    }

    @Override
    public Optional<Session> session(Secret token) {
        return accounts.sessions().find(token);
    }

    @Override
    public Optional<Session> startSession(Secret token) {
        return accounts.sessions().findStart(token);
    }

    @Override
    public Optional<Principal> bearer(Secret token) {
        if (bearerDigest.equals(OpaqueTokens.digest(token))) {
            return Optional.of(new Principal("token-file", Role.ADMIN));
        }
        return menu.opensTo(token)
                ? Optional.of(Principal.CONSOLE_MENU)
                : accounts.tokens().find(token);
    }

    @Override
    public void logout(Secret token) {
        Optional<Session> session = accounts.sessions().find(token);
        accounts.sessions().end(token);
        session.ifPresent(ended -> trail.stranger(ended.principal().name(), "", "session.logout", Result.DONE));
    }

    @Deactivate
    void close() {
        try {
            tokenFile.remove();
            codeFile.remove();
        } catch (ConnectorException failure) {
            log.warn(
                    "A file that opens nothing any more was left: {}",
                    failure.problem().message());
        }
    }

    private void withdrawCode() {
        code = Optional.empty();
        loginCode = Optional.empty();
        codeFile.remove();
    }

    private static String homeOf(BundleContext context) {
        String home = context.getProperty(HOME_PROPERTY);
        if (home == null) {
            throw new IllegalStateException("the framework property " + HOME_PROPERTY + " is not set");
        }
        return home;
    }
}
