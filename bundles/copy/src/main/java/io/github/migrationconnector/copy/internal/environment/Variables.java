package io.github.migrationconnector.copy.internal.environment;

import io.github.migrationconnector.api.problem.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * The process's environment variables; an empty one counts as not set.
 *
 * @param all by name
 */
record Variables(Map<String, String> all) {
    Variables {
        all = Map.copyOf(all);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(all.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * A variable that must be there.
     *
     * @param code of the problem when it is not
     */
    String need(String code, String name) {
        return get(name).orElseThrow(() -> Problem.fatal(
                        code, "The environment variable " + name + " is not set.", "Set " + name + ".")
                .asException());
    }

    @Override
    public String toString() {
        // some of them are secrets
        return "Variables";
    }
}
