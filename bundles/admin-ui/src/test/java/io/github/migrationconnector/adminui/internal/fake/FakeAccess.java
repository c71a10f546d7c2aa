package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.problem.Retry;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** One account, a one-time code that opens once, three guesses, sessions by their tokens. */
public final class FakeAccess implements Access {
    public static final String CODE = "one-time-code";

    public final Set<String> sessions = new LinkedHashSet<>();
    private Optional<Secret> password = Optional.empty();
    public Role role = Role.ADMIN;
    /** Whether the password was chosen by somebody else. */
    public boolean start;

    private int guessesLeft = 3;

    @Override
    public boolean passwordIsSet() {
        return password.isPresent();
    }

    @Override
    public void setFirstPassword(Secret oneTimeCode, Secret first, String remoteAddress) {
        if (password.isPresent()) {
            throw Problem.fatal("ONE_TIME_CODE_USED", "Used.", "Log in.").asException();
        }
        if (!oneTimeCode.matches(Secret.of(CODE))) {
            throw Problem.fatal("ONE_TIME_CODE_WRONG", "The <code> is wrong.", "Copy it.")
                    .asException();
        }
        password = Optional.of(Secret.ofUtf8(first.toUtf8()));
    }

    @Override
    public Optional<Session> login(String name, Secret given, String remoteAddress) {
        if (guessesLeft == 0) {
            throw new Problem("TOO_MANY_ATTEMPTS", "Too many.", "Wait.", Retry.WHEN_FREE).asException();
        }
        if (password.isEmpty() || !password.get().matches(given)) {
            guessesLeft--;
            return Optional.empty();
        }
        String token = "session-" + (sessions.size() + 1);
        sessions.add(token);
        return known(Secret.of(token));
    }

    @Override
    public Optional<Session> session(Secret token) {
        return start ? Optional.empty() : known(token);
    }

    @Override
    public Optional<Session> startSession(Secret token) {
        return start ? known(token) : Optional.empty();
    }

    private Optional<Session> known(Secret token) {
        return sessions.contains(token.<String>reveal(text -> text))
                ? Optional.of(new Session(token, "csrf-token", new Principal(ADMINISTRATOR, role)))
                : Optional.empty();
    }

    @Override
    public void logout(Secret token) {
        sessions.remove(token.<String>reveal(text -> text));
    }

    @Override
    public void setPassword(Principal administrator, Secret given) {
        password = Optional.of(given);
    }

    @Override
    public void checkPassword(Secret given) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean passwordIs(Principal administrator, Secret given) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Principal> bearer(Secret token) {
        throw new UnsupportedOperationException();
    }
}
