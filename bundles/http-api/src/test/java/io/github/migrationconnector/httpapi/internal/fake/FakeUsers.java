package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.session.LiveSession;
import io.github.migrationconnector.api.session.Sessions;
import io.github.migrationconnector.api.user.User;
import io.github.migrationconnector.api.user.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One user and one session of theirs; remembers what it was asked to do. */
public final class FakeUsers implements Users, Sessions {
    public final List<String> asked = new ArrayList<>();

    private static User olga(Role role, boolean enabled) {
        return new User("olga", role, enabled, Instant.ofEpochSecond(9), Instant.ofEpochSecond(9), Instant.EPOCH);
    }

    private void note(Actor actor, String what) {
        asked.add(actor.principal().name() + " at " + actor.address() + ": " + what);
    }

    @Override
    public List<User> list() {
        return List.of(olga(Role.VIEWER, true));
    }

    @Override
    public Optional<User> find(String name) {
        return list().stream().filter(user -> user.name().equals(name)).findFirst();
    }

    @Override
    public User create(Actor actor, String name, Role role, Secret password) {
        note(actor, "create " + name + " " + role + " " + password.<String>reveal(text -> text));
        return olga(role, true);
    }

    @Override
    public User changeRole(Actor actor, String name, Role role) {
        note(actor, "role " + name + " " + role);
        return olga(role, true);
    }

    @Override
    public void setPassword(Actor actor, String name, Secret password) {
        note(actor, "password " + name + " " + password.<String>reveal(text -> text));
    }

    @Override
    public void changeOwnPassword(Actor actor, Secret current, Secret fresh) {
        note(actor, "own password " + current.<String>reveal(text -> text) + " " + fresh.<String>reveal(text -> text));
    }

    @Override
    public User setEnabled(Actor actor, String name, boolean enabled) {
        note(actor, "enabled " + name + " " + enabled);
        return olga(Role.VIEWER, enabled);
    }

    @Override
    public void delete(Actor actor, String name) {
        note(actor, "delete " + name);
    }

    @Override
    public List<LiveSession> list(Actor actor) {
        return List.of(new LiveSession("session-1", "olga", Role.VIEWER, "::1", Instant.now(), Instant.now()));
    }

    @Override
    public void revoke(Actor actor, String id) {
        note(actor, "revoke " + id);
    }

    @Override
    public int revokeAll(Actor actor, String userName) {
        note(actor, "revoke all " + userName);
        return 1;
    }
}
