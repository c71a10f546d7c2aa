package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.access.internal.Users.User;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.store.Database;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Users and sessions in the store, the command line's token in a file of the home. */
@Component(service = Access.class, immediate = true, configurationPid = LocalAccess.PID)
@Designate(ocd = AccessConfig.class)
public final class LocalAccess implements Access {
    static final String PID = "io.github.migrationconnector.access";
    private static final Logger log = LoggerFactory.getLogger(LocalAccess.class);
    private static final String TABLES = "io/github/migrationconnector/access/tables";
    private static final String HOME_PROPERTY = "connector.home";

    private final PrivateFile tokenFile;
    private final PrivateFile codeFile;
    private final Users users;
    private final Sessions sessions;
    private final Logins logins;
    private final String bearerDigest;
    private Optional<OneTimeCode> code = Optional.empty();

    @Activate
    public LocalAccess(BundleContext context, @Reference Database database, AccessConfig config) {
        this(
                Path.of(homeOf(context)),
                database,
                new Sessions.Limits(
                        Duration.ofMinutes(config.sessionIdleMinutes()), Duration.ofHours(config.sessionHours())),
                Clock.systemUTC());
        announce(System.out);
    }

    LocalAccess(Path home, Database database, Sessions.Limits limits, Clock clock) {
        database.migrate("access", LocalAccess.class.getClassLoader(), TABLES);
        users = new Users(database, clock);
        sessions = new Sessions(database, clock, limits);
        logins = new Logins(users, clock);
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
        return users.find(ADMINISTRATOR).isPresent();
    }

    @Override
    public synchronized void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress) {
        if (code.isEmpty() || passwordIsSet()) {
            throw Problem.fatal(
                            "ONE_TIME_CODE_USED",
                            "The one-time code opens no more: a password is set.",
                            "Log in with the password.")
                    .asException();
        }
        if (!logins.isCode(code.get(), oneTimeCode, remoteAddress)) {
            log.warn("A wrong one-time code was given");
            throw Problem.fatal(
                            "ONE_TIME_CODE_WRONG",
                            "The one-time code is wrong.",
                            "Copy it from " + codeFile.path() + ", or from what the daemon printed when it started.")
                    .asException();
        }
        PasswordRule.check(password);
        if (!users.add(new User(new Principal(ADMINISTRATOR, Role.ADMIN), logins.hash(password)))) {
            throw new IllegalStateException("another administrator was made at the same time");
        }
        withdrawCode();
        log.info("The administrator's password was set with the one-time code");
    }

    @Override
    public synchronized void setPassword(Principal administrator, Secret password) {
        requireAdministrator(administrator);
        PasswordRule.check(password);
        users.put(new User(new Principal(ADMINISTRATOR, Role.ADMIN), logins.hash(password)));
        withdrawCode();
        log.info("The administrator's password was set by {}", administrator.name());
    }

    @Override
    public void checkPassword(Secret password) {
        PasswordRule.check(password);
    }

    @Override
    public boolean passwordIs(Principal administrator, Secret password) {
        requireAdministrator(administrator);
        return logins.isPasswordOf(ADMINISTRATOR, password);
    }

    @Override
    public Optional<Session> login(String name, Secret password, String remoteAddress) {
        Optional<Session> session = logins.check(name, password, remoteAddress).map(sessions::begin);
        log.info("Login from {}: {}", remoteAddress, session.isPresent() ? "accepted" : "refused");
        return session;
    }

    @Override
    public Optional<Session> session(Secret token) {
        return sessions.find(token);
    }

    @Override
    public Optional<Principal> bearer(Secret token) {
        return bearerDigest.equals(OpaqueTokens.digest(token))
                ? Optional.of(new Principal("token-file", Role.ADMIN))
                : Optional.empty();
    }

    @Override
    public void logout(Secret token) {
        sessions.end(token);
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

    private static void requireAdministrator(Principal principal) {
        if (!principal.role().includes(Role.ADMIN)) {
            throw Problem.fatal(
                            "FORBIDDEN",
                            principal.name() + " may do nothing about the administrator's password.",
                            "Ask an administrator.")
                    .asException();
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
