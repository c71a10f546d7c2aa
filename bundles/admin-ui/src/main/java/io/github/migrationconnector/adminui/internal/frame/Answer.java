package io.github.migrationconnector.adminui.internal.frame;

import java.util.Objects;

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

    static Answer show(View view) {
        return new Show(view, 200);
    }

    static Answer goTo(String path) {
        return new GoTo(new LocalPath(path));
    }
}
