package io.github.migrationconnector.adminui.internal.setup;

import io.github.migrationconnector.api.registration.SetupStage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The stages of a registration for its page, which ticks them off. */
final class Stages {
    private Stages() {}

    /**
     * One stage.
     *
     * @param name its message's key
     * @param mark {@code todo}, {@code now} or {@code done}
     */
    record Stage(String name, String mark) {}

    /** All of them, while the registration is at one. */
    static List<Stage> at(SetupStage now) {
        return Arrays.stream(SetupStage.values())
                .filter(stage -> stage != SetupStage.IDLE)
                .map(stage -> new Stage(stage.name().toLowerCase(Locale.ROOT), mark(stage, now)))
                .toList();
    }

    private static String mark(SetupStage stage, SetupStage now) {
        if (stage == now) {
            return "now";
        }
        return stage.compareTo(now) < 0 ? "done" : "todo";
    }
}
