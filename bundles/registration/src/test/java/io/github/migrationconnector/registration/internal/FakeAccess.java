package io.github.migrationconnector.registration.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Optional;

/** Keeps one password; the password {@code weak} is too weak, and {@code planted fault} can't be set. */
final class FakeAccess implements Access {
    private Optional<Secret> kept = Optional.empty();

    @Override
    public boolean passwordIsSet() {
        return kept.isPresent();
    }

    @Override
    public void checkPassword(Secret password) {
        if (password.matches(Secret.of("weak"))) {
            throw Problem.fatal("PASSWORD_TOO_WEAK", "Too weak.", "Use a longer one.")
                    .asException();
        }
    }

    @Override
    public boolean passwordIs(Principal administrator, Secret password) {
        return kept.isPresent() && kept.get().matches(password);
    }

    @Override
    public void setPassword(Principal administrator, Secret password) {
        if (password.matches(Secret.of("planted fault"))) {
            throw new IllegalStateException("planted");
        }
        kept = Optional.of(Secret.ofUtf8(password.toUtf8()));
    }

    @Override
    public void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Session> login(String name, Secret password, String remoteAddress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Session> session(Secret token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Principal> bearer(Secret token) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void logout(Secret token) {
        throw new UnsupportedOperationException();
    }
}
