package io.github.migrationconnector.api.registration;

import java.util.Map;
import java.util.Objects;

/**
 * One step, without its secrets.
 *
 * @param step which
 * @param status how it stands
 * @param answer what was answered, field to text; of secrets nothing
 * @param learned what the check found, name to text: {@code account}, {@code product}, {@code sha256}, …
 */
public record StepView(SetupStep step, StepStatus status, Map<String, String> answer, Map<String, String> learned) {
    public StepView {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(status, "status");
        answer = Map.copyOf(answer);
        learned = Map.copyOf(learned);
    }
}
