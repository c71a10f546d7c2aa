package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import io.github.migrationconnector.api.user.Users;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Users in memory; notes who asked for what. */
public final class FakeUsers implements Users {
    public final Map<String, User> users = new TreeMap<>();
    public final Map<String, String> passwords = new TreeMap<>();
    public final List<String> log = new ArrayList<>();

    public FakeUsers() {
        put("admin", Role.ADMIN, true);
    }

    @Override
    public List<User> list() {
        return List.copyOf(users.values());
    }

    @Override
    public Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    @Override
    public User create(Actor actor, String name, Role role, Secret password) {
        if (users.containsKey(name)) {
            throw Problem.fatal("USER_EXISTS", "There is one.", "Another.").asException();
        }
        log.add(actor.principal().name() + "@" + actor.address() + " create " + name);
        passwords.put(name, password.<String>reveal(text -> text));
        return put(name, role, true);
    }

    @Override
    public User changeRole(Actor actor, String name, Role role) {
        return put(name, role, known(name).enabled());
    }

    @Override
    public void setPassword(Actor actor, String name, Secret password) {
        passwords.put(known(name).name(), password.<String>reveal(text -> text));
    }

    @Override
    public void changeOwnPassword(Actor actor, Secret current, Secret fresh) {
        if (!current.matches(Secret.of(Console.PASSWORD))) {
            throw Problem.fatal("PASSWORD_WRONG", "Wrong.", "Again.").asException();
        }
        passwords.put(actor.principal().name(), fresh.<String>reveal(text -> text));
    }

    @Override
    public User setEnabled(Actor actor, String name, boolean enabled) {
        if (name.equals("admin") && !enabled) {
            throw Problem.fatal("LAST_ADMINISTRATOR", "Last.", "Another first.").asException();
        }
        return put(name, known(name).role(), enabled);
    }

    @Override
    public void delete(Actor actor, String name) {
        users.remove(known(name).name());
    }

    public User put(String name, Role role, boolean enabled) {
        User user = new User(name, role, enabled, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
        users.put(name, user);
        return user;
    }

    private User known(String name) {
        return find(name).orElseThrow(() -> Problem.fatal("USER_NOT_FOUND", "None.", "List.")
                .asException());
    }
}
