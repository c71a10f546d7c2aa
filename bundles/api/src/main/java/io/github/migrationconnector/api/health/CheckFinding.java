package io.github.migrationconnector.api.health;

import io.github.migrationconnector.api.problem.Notice;
import io.github.migrationconnector.api.problem.Problem;
import java.util.List;
import java.util.Objects;

/**
 * What a look found.
 *
 * @param state how it is
 * @param code stable upper-case name of what is wrong; empty when nothing is
 * @param notice what is said of it: in one sentence with figures and without secrets, and what to do in another
 */
public record CheckFinding(CheckState state, String code, Notice notice) {
    public CheckFinding {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(notice, "notice");
        boolean wrong = state == CheckState.WARNING || state == CheckState.FAILING;
        if (wrong != code.matches("[A-Z][A-Z0-9_]*") || (!wrong && !code.isEmpty())) {
            throw new IllegalArgumentException(state + " with the code '" + code + "'");
        }
    }

    /** One that was kept as texts. */
    public CheckFinding(CheckState state, String code, String why, String fix) {
        this(state, code, new Notice(code, List.of(), why, fix));
    }

    /**
     * Nothing is wrong.
     *
     * @param words the code of the words
     * @param why the same in English
     * @param values the names and figures in it
     */
    public static CheckFinding ok(String words, String why, String... values) {
        return new CheckFinding(CheckState.OK, "", new Notice(words, List.of(values), why, ""));
    }

    /**
     * It can't be told.
     *
     * @param words the code of the words
     * @param why the same in English
     * @param values the names and figures in it
     */
    public static CheckFinding unknown(String words, String why, String... values) {
        return new CheckFinding(CheckState.UNKNOWN, "", new Notice(words, List.of(values), why, ""));
    }

    /** There is neither vCenter nor AWS yet. */
    public static CheckFinding notSetUp() {
        return unknown("HEALTH_NOT_SET_UP", "The connector is not set up yet.");
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

    public String why() {
        return notice.message();
    }

    public String fix() {
        return notice.fix();
    }
}
