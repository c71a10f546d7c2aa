package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.access.Session;
import io.github.migrationconnector.api.credential.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Knows one session of each role, and the bearer tokens {@code bearer} and {@code menu}. */
final class StubAccess implements Access {
    static final String CSRF = "csrf-of-this-session";

    private final Map<String, Role> sessions = new HashMap<>(
            Map.of("admin-session", Role.ADMIN, "operator-session", Role.OPERATOR, "viewer-session", Role.VIEWER));

    @Override
    public Optional<Session> session(Secret token) {
        return Optional.ofNullable(sessions.get(token.reveal(text -> text)))
                .map(role -> new Session(token, CSRF, new Principal("user", role)));
    }

    @Override
    public Optional<Session> startSession(Secret token) {
        return token.matches(Secret.of("start-session"))
                ? Optional.of(new Session(token, CSRF, new Principal("user", Role.ADMIN)))
                : Optional.empty();
    }

    @Override
    public Optional<Principal> bearer(Secret token) {
        return token.reveal(text -> switch (text) {
            case "bearer" -> Optional.of(new Principal("token-file", Role.ADMIN));
            case "menu" -> Optional.of(Principal.CONSOLE_MENU);
            default -> Optional.empty();
        });
    }

    @Override
    public void logout(Secret token) {
        sessions.remove(token.<String>reveal(text -> text));
    }

    @Override
    public boolean passwordIsSet() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setFirstPassword(Secret oneTimeCode, Secret password, String remoteAddress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setPassword(Principal administrator, Secret password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkPassword(Secret password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean passwordIs(Principal administrator, Secret password) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Session> login(String name, Secret password, String remoteAddress) {
        throw new UnsupportedOperationException();
    }
}
