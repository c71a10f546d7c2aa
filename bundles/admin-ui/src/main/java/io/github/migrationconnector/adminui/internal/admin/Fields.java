package io.github.migrationconnector.adminui.internal.admin;

import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import java.util.Arrays;

/** What the forms of these pages have in common. */
final class Fields {
    private Fields() {}

    /** The role that was chosen. */
    static Role role(PageRequest request) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().equals(request.field("role")))
                .findFirst()
                .orElseThrow(Fields::unknown);
    }

    /** For a form that none of our pages sends. */
    static ConnectorException unknown() {
        return Problem.fatal("CHANGE_NOT_ALLOWED", "There is no such action.", "Load the page again.")
                .asException();
    }
}
