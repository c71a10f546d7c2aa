package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Actor;
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
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users and sessions in the store, the command line's token in a file of the home. */
@Component(service = Access.class, immediate = true)
public final class LocalAccess implements Access {
    static final String PID = "io.github.migrationconnector.access";
    private static final Logger log = LoggerFactory.getLogger(LocalAccess.class);
    private static final String HOME_PROPERTY = "connector.home";
    private static final String LOGIN = "session.login";
    private static final String LOCAL = "local";

    /** No users' names, since they have spaces. */
    private static final String ONE_TIME_CODE = "one-time code";

    private static final String UNKNOWN_USER = "unknown user";

    private final PrivateFile tokenFile;
    private final PrivateFile codeFile;
    private final Accounts accounts;
    private final Trail trail;
    private final String bearerDigest;
    private Optional<OneTimeCode> code = Optional.empty();

    @Activate
    public LocalAccess(BundleContext context, @Reference Accounts accounts, @Reference Audit audit) {
        this(Path.of(homeOf(context)), accounts, audit);
        announce(System.out);
    }

    LocalAccess(Path home, Accounts accounts, Audit audit) {
        this.accounts = accounts;
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

    /** Says the one-time code to whoever started the daemon; never to the log, which is kept and sent away. */
    synchronized void announce(PrintStream output) {
        code.ifPresent(open -> output.println("No administrator password is set. One-time code to set it: "
                + open.written() + " (also in " + codeFile.path() + ")"));
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
            principal = accounts.logins().check(name, password, remoteAddress);
        } catch (ConnectorException tooMany) {
            trail.stranger(known(name), remoteAddress, LOGIN, Result.REFUSED);
            throw tooMany;
        }
        log.info("Login from {}: {}", remoteAddress, principal.isPresent() ? "accepted" : "refused");
        trail.stranger(known(name), remoteAddress, LOGIN, principal.isPresent() ? Result.DONE : Result.REFUSED);
        principal.ifPresent(user -> accounts.users().loggedIn(user.name()));
        return principal.map(user -> accounts.sessions().begin(user, remoteAddress));
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
    public Optional<Principal> bearer(Secret token) {
        return bearerDigest.equals(OpaqueTokens.digest(token))
                ? Optional.of(new Principal("token-file", Role.ADMIN))
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
