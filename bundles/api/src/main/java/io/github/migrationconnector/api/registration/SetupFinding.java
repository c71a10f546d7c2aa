package io.github.migrationconnector.api.registration;

import io.github.migrationconnector.api.problem.Notice;
import java.util.List;
import java.util.Objects;

/**
 * One thing that is wrong with a set-up document.
 *
 * @param path where, as a JSON path: {@code $.vcenter.password}
 * @param notice what is wrong, and what to write there
 */
public record SetupFinding(String path, Notice notice) {
    public SetupFinding {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(notice, "notice");
    }

    /**
     * One of a code.
     *
     * @param values the names and figures in the message and the fix
     */
    public static SetupFinding of(String path, String code, String message, String fix, String... values) {
        return new SetupFinding(path, new Notice(code, List.of(values), message, fix));
    }

    public String message() {
        return notice.message();
    }

    public String fix() {
        return notice.fix();
    }
}
