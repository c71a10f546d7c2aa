package io.github.migrationconnector.api.health;

import io.github.migrationconnector.api.problem.Problem;
import java.util.Objects;

/**
 * What a look found.
 *
 * @param state how it is
 * @param code stable upper-case name of what is wrong; empty when nothing is
 * @param why in one sentence, with figures, without secrets
 * @param fix what to do about it, in one sentence; empty when there is nothing to do
 */
public record CheckFinding(CheckState state, String code, String why, String fix) {
    public CheckFinding {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(fix, "fix");
        boolean wrong = state == CheckState.WARNING || state == CheckState.FAILING;
        if (wrong != code.matches("[A-Z][A-Z0-9_]*") || (!wrong && !code.isEmpty())) {
            throw new IllegalArgumentException(state + " with the code '" + code + "'");
        }
    }

    public static CheckFinding ok(String why) {
        return new CheckFinding(CheckState.OK, "", why, "");
    }

    public static CheckFinding unknown(String why) {
        return new CheckFinding(CheckState.UNKNOWN, "", why, "");
    }

    /** There is neither vCenter nor AWS yet. */
    public static CheckFinding notSetUp() {
        return unknown("The connector is not set up yet.");
    }

    public static CheckFinding warning(String code, String why, String fix) {
        return new CheckFinding(CheckState.WARNING, code, why, fix);
    }

    public static CheckFinding failing(String code, String why, String fix) {
        return new CheckFinding(CheckState.FAILING, code, why, fix);
    }

    /** What keeps the connector from its work. */
    public static CheckFinding failing(Problem problem) {
        return failing(problem.code(), problem.message(), problem.fix());
    }
}
