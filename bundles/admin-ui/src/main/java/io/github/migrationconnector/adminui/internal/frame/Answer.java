package io.github.migrationconnector.adminui.internal.frame;

import io.github.migrationconnector.api.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.Optional;

/** What becomes of a request. */
public sealed interface Answer {
    /**
     * A page, or the part of one that the page's script asked for.
     *
     * @param view what to show
     * @param status the HTTP status
     */
    record Show(View view, int status) implements Answer {
        public Show {
            Objects.requireNonNull(view, "view");
        }
    }

    /**
     * Another page, to be loaded by GET: the answer to whatever changed something, so that a reload repeats nothing.
     *
     * @param path where
     */
    record GoTo(LocalPath path) implements Answer {
        public GoTo {
            Objects.requireNonNull(path, "path");
        }
    }

    /**
     * A file to be saved.
     *
     * @param name as it is saved: letters, digits, dots and dashes
     * @param type its media type
     * @param content what is in it, written while it is sent
     */
    record Download(String name, String type, Content content) implements Answer {
        public Download {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,99}")) {
                throw new IllegalArgumentException("not a file's name: " + name);
            }
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(content, "content");
        }
    }

    /** What is in a file. */
    @FunctionalInterface
    interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream target) throws IOException;
    }

    /** The page whose form was refused, with the reason on it. */
    static Answer refused(View view, Problem problem) {
        return new Show(view.with("problem", Optional.of(problem)), status(problem));
    }

    /** The HTTP status that a problem is told with. */
    static int status(Problem problem) {
        return switch (problem.code()) {
            case "FORBIDDEN", "CHANGE_NOT_ALLOWED" -> 403;
            case "FORM_TOO_LONG" -> 413;
            case "TOO_MANY_ATTEMPTS" -> 429;
            default ->
                problem.code().endsWith("_NOT_FOUND")
                        ? 404
                        : switch (problem.retry()) {
                            case ON_RESUME, SOON, WHEN_FREE -> 503;
                            case NEVER -> 409;
                        };
        };
    }

    static Answer show(View view) {
        return new Show(view, 200);
    }

    static Answer goTo(String path) {
        return new GoTo(new LocalPath(path));
    }
}
