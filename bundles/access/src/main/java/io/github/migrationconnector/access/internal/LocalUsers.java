package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.apikey.ApiKey;
import io.github.migrationconnector.api.audit.Audit;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import io.github.migrationconnector.api.user.Users;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Users in the store. */
@Component(service = Users.class)
public final class LocalUsers implements Users {
    private final Accounts accounts;
    private final PresentCredentials credentials;
    private final Trail trail;

    @Activate
    public LocalUsers(@Reference Accounts accounts, @Reference PresentCredentials credentials, @Reference Audit audit) {
        this.accounts = accounts;
        this.credentials = credentials;
        trail = new Trail(audit);
    }

    @Override
    public List<User> list() {
        return accounts.users().list();
    }

    @Override
    public Optional<User> find(String name) {
        return accounts.users().find(name);
    }

    @Override
    public User create(Actor actor, String name, Role role, Secret password) {
        return trail.of(actor, "user.create", name, () -> {
            AccessRules.requireAdministrator(actor);
            if (!name.matches(User.NAME)) {
                throw Problem.fatal(
                                "USER_NAME_INVALID",
                                "That can't be the name of a user.",
                                "Use 1 to 32 lower-case letters, digits, dots, dashes; a letter first.")
                        .asException();
            }
            if (AccessRules.NAMES_OF_THE_CONNECTOR.contains(name)) {
                throw Problem.fatal(
                                "USER_NAME_RESERVED",
                                "The audit trail calls a part of the connector " + name + ".",
                                "Take another name.")
                        .asException();
            }
            PasswordRule.check(password);
            if (!accounts.users()
                    .add(new Principal(name, role), accounts.logins().hash(password), true)) {
                throw Problem.fatal("USER_EXISTS", "There is a user " + name + " already.", "Take another name.")
                        .asException();
            }
            return known(name);
        });
    }

    @Override
    public User changeRole(Actor actor, String name, Role role) {
        return trail.of(actor, "user.change-role", name, () -> {
            AccessRules.requireAdministrator(actor);
            accounts.users().setRole(name, role);
            return known(name);
        });
    }

    @Override
    public void setPassword(Actor actor, String name, Secret password) {
        trail.of(actor, "user.set-password", name, () -> {
            AccessRules.requireAdministrator(actor);
            known(name);
            PasswordRule.check(password);
            // an administrator's own too: the way that proves the current one is the other, and a token in somebody's
            // name, which an administrator may make, is not that somebody
            accounts.users().setPassword(name, accounts.logins().hash(password), true);
        });
    }

    @Override
    public void changeOwnPassword(Actor actor, Secret current, Secret fresh) {
        String name = actor.principal().name();
        trail.of(actor, "user.change-password", name, () -> {
            known(name);
            PasswordRule.check(fresh);
            if (accounts.logins().check(name, current, actor.address()).isEmpty()) {
                throw Problem.fatal("PASSWORD_WRONG", "The current password is wrong.", "Type it again.")
                        .asException();
            }
            if (current.matches(fresh)) {
                throw Problem.fatal("PASSWORD_UNCHANGED", "That is the password you have.", "Choose another one.")
                        .asException();
            }
            accounts.users().setPassword(name, accounts.logins().hash(fresh), false);
        });
    }

    @Override
    public User setEnabled(Actor actor, String name, boolean enabled) {
        return trail.of(actor, enabled ? "user.enable" : "user.disable", name, () -> {
            AccessRules.requireAdministrator(actor);
            accounts.users().setEnabled(name, enabled);
            return known(name);
        });
    }

    @Override
    public void delete(Actor actor, String name) {
        trail.of(actor, "user.delete", name, () -> {
            AccessRules.requireAdministrator(actor);
            List<String> keys = accounts.keys().list().stream()
                    .filter(key -> key.owner().equals(name))
                    .map(ApiKey::accessKeyId)
                    .toList();
            accounts.users().delete(name);
            // behind the user: a secret whose key is gone opens nothing, a key without its secret would be an error
            keys.forEach(key -> credentials.get().remove(LocalApiKeys.recordOf(key)));
        });
    }

    private User known(String name) {
        return accounts.users().find(name).orElseThrow(AccessRules::noSuchUser);
    }
}
