package io.github.migrationconnector.api.registration;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a set-up is.
 *
 * @param state whether the connector is registered
 * @param steps all of them, in their order
 */
public record SetupProgress(SetupState state, List<StepView> steps) {
    public SetupProgress {
        Objects.requireNonNull(state, "state");
        steps = List.copyOf(steps);
    }

    /** The first step that wants an answer; empty when the set-up is done. */
    public Optional<SetupStep> next() {
        return steps.stream()
                .filter(view -> view.status() == StepStatus.OPEN || view.status() == StepStatus.REOPENED)
                .map(StepView::step)
                .findFirst();
    }
}
