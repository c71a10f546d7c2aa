package io.github.migrationconnector.adminui.internal.fake;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Takes every answer but those that hold the word {@code wrong}. */
public final class FakeSteps implements SetupSteps {
    public final Map<SetupStep, String> answers = new EnumMap<>(SetupStep.class);
    /** Answered again since the registration. */
    private final Set<SetupStep> changed = EnumSet.noneOf(SetupStep.class);

    public final List<String> refused = new ArrayList<>();

    @Override
    public SetupProgress progress() {
        boolean registered = answers.containsKey(SetupStep.REGISTER);
        return new SetupProgress(
                registered ? SetupState.REGISTERED : SetupState.NEW,
                Stream.of(SetupStep.values())
                        .map(step -> new StepView(step, status(step, registered), Map.of(), learned(step)))
                        .toList());
    }

    private StepStatus status(SetupStep step, boolean registered) {
        if (registered) {
            return changed.contains(step) ? StepStatus.ANSWERED : StepStatus.IN_FORCE;
        }
        return answers.containsKey(step) || step == SetupStep.PASSWORD ? StepStatus.ANSWERED : StepStatus.OPEN;
    }

    private static Map<String, String> learned(SetupStep step) {
        return switch (step) {
            case AWS -> Map.of("account", "123456789012");
            case VCENTER -> Map.of("product", "<b>vCenter</b> ${app.root}", "sha256", "ab".repeat(32));
            case LICENCE, PASSWORD, NETWORK, PREFERENCES, CERTIFICATE, REGISTER -> Map.of();
        };
    }

    @Override
    public StepReport answer(SetupStep step, Secret answer) {
        String text = answer.reveal(plain -> plain);
        if (text.contains("wrong")) {
            refused.add(text);
            return new StepReport(
                    List.of(SetupFinding.of(
                            "$." + step.label() + ".region", "UNWORDED_CODE", "It is <wrong>.", "Write another.")),
                    List.of(),
                    progress());
        }
        if (answers.put(step, text) != null) {
            changed.add(step);
        }
        if (step == SetupStep.REGISTER) {
            changed.clear();
        }
        return new StepReport(List.of(), List.of(), progress());
    }

    @Override
    public StepReport answerAlone(SetupStep step, Secret answer) {
        throw new UnsupportedOperationException("the console answers step by step");
    }

    @Override
    public SetupProgress discard() {
        if (answers.containsKey(SetupStep.REGISTER)) {
            changed.clear();
        } else {
            answers.clear();
        }
        return progress();
    }
}
