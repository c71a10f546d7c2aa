package io.github.migrationconnector.httpapi.internal.fake;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A set-up that notes what it was answered, and finds a proxy wrong whose host is "wrong". */
public final class FakeSteps implements SetupSteps {
    public final List<String> asked = new ArrayList<>();
    public SetupState state = SetupState.NEW;
    public StepStatus licence = StepStatus.ANSWERED;

    public boolean underWay;

    /** The step whose answer is refused. */
    public SetupStep refusing = SetupStep.CERTIFICATE;

    @Override
    public SetupProgress progress() {
        return new SetupProgress(
                state,
                List.of(
                        new StepView(SetupStep.LICENCE, licence, Map.of("accepted", "true"), Map.of("a", "b")),
                        new StepView(
                                SetupStep.NETWORK,
                                StepStatus.IN_FORCE,
                                Map.of(
                                        "proxy",
                                        "{\"host\":\"proxy.example\",\"port\":3128,\"user\":\"u\",\"exceptions\":[\".lan\"]}"),
                                Map.of())));
    }

    @Override
    public StepReport answer(SetupStep step, Secret answer) {
        return noted("", step, answer);
    }

    @Override
    public StepReport answerAlone(SetupStep step, Secret answer) {
        if (underWay) {
            throw Problem.fatal("SETUP_UNDER_WAY", "Answers wait", "Finish them.")
                    .asException();
        }
        return noted("alone: ", step, answer);
    }

    private StepReport noted(String how, SetupStep step, Secret answer) {
        asked.add(how + step.label() + " " + answer.<String>reveal(text -> text));
        List<SetupFinding> findings = step == refusing
                ? List.of(SetupFinding.of("$.proxy", "AWS_UNREACHABLE", "nobody there", "Look at it."))
                : List.of();
        return new StepReport(findings, List.of(), progress());
    }

    @Override
    public SetupProgress discard() {
        asked.add("discard");
        return progress();
    }
}
