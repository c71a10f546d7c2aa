package io.github.migrationconnector.adminui.internal.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When a job's runs begin, as the form has it. */
enum ScheduleKind {
    ASKED,
    ONCE,
    EVERY;

    static Optional<ScheduleKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    /** As in the form and in keys of texts. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
