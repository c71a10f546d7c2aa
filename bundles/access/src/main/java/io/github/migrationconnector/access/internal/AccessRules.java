package io.github.migrationconnector.access.internal;

import io.github.migrationconnector.api.access.Actor;
import io.github.migrationconnector.api.access.Principal;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.user.User;
import java.util.Set;

/** What is refused to whom, in the same words everywhere. */
final class AccessRules {
    /** What the audit trail calls the connector itself, the set-up from a file, and the owner of the home's token. */
    static final Set<String> NAMES_OF_THE_CONNECTOR = Set.of("connector", "set-up", "token-file");

    private AccessRules() {}

    static void requireAdministrator(Actor actor) {
        requireAdministrator(actor.principal());
    }

    static void requireAdministrator(Principal principal) {
        if (!principal.role().includes(Role.ADMIN)) {
            throw forbidden(principal.name() + " is no administrator.");
        }
    }

    /** Nobody gives out more than the owner has. */
    static void requireWithin(User owner, Role role) {
        if (!owner.role().includes(role)) {
            throw Problem.fatal(
                            "ROLE_TOO_WIDE",
                            owner.name() + " is " + owner.role() + "; what is made for them can't be " + role + ".",
                            "Ask for " + owner.role() + " or less, or give the user another role first.")
                    .asException();
        }
    }

    static ConnectorException forbidden(String message) {
        return Problem.fatal("FORBIDDEN", message, "Ask an administrator.").asException();
    }

    static ConnectorException noSuchUser() {
        return Problem.fatal("USER_NOT_FOUND", "There is no such user.", "Take a name from the list of users.")
                .asException();
    }

    static ConnectorException lastAdministrator(String name) {
        return Problem.fatal(
                        "LAST_ADMINISTRATOR",
                        name + " is the last administrator who may log in.",
                        "Make another administrator first.")
                .asException();
    }

    /** The weaker of two roles. */
    static Role weaker(Role one, Role other) {
        return one.includes(other) ? other : one;
    }
}
