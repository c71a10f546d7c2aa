package io.github.migrationconnector.adminui.internal.setup;

import io.github.migrationconnector.adminui.internal.frame.Answer;
import io.github.migrationconnector.adminui.internal.frame.Frame;
import io.github.migrationconnector.adminui.internal.frame.PageRequest;
import io.github.migrationconnector.adminui.internal.frame.PageServlet;
import io.github.migrationconnector.adminui.internal.frame.Services;
import io.github.migrationconnector.adminui.internal.frame.View;
import io.github.migrationconnector.adminui.internal.login.Licence;
import io.github.migrationconnector.adminui.internal.network.NetworkForm;
import io.github.migrationconnector.adminui.internal.network.NetworkPage;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import jakarta.servlet.Servlet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The wizard, one page a step, from the licence on. What was answered is kept by the registration, so another browser takes it
 * up where this one left it; a step that is in force already can be answered again, which is how connections are edited.
 */
@Component(
        service = Servlet.class,
        property = {
            PageServlet.LABEL + "setup",
            "felix.webconsole.title=Set-up",
            PageServlet.CATEGORY,
            PageServlet.PAGE + "=setup"
        })
public final class SetupPage extends PageServlet {
    private static final long serialVersionUID = 1L;
    private static final String HERE = ROOT + "connector-setup";

    private static final List<SetupStep> STEPS = List.of(SetupStep.values());

    private final transient Services services;
    private final transient Licence licence;

    @Activate
    public SetupPage(@Reference Frame frame, @Reference Services services) {
        super(frame, Role.ADMIN);
        this.services = services;
        this.licence = Licence.shipped();
    }

    @Override
    protected Answer show(PageRequest request) {
        if (request.field("part").equals("stages")) {
            return Answer.show(View.of("setup-stages")
                    .with("stages", Stages.at(services.registration().stage())));
        }
        SetupProgress progress = services.setupSteps().progress();
        Optional<SetupStep> asked = named(request.field("step"));
        Optional<SetupStep> step = asked.or(() -> pending(progress));
        return step.isEmpty()
                ? Answer.show(View.of("setup-done").with("steps", progress.steps()))
                : Answer.show(page(progress, step.get(), StepForm.kept(view(progress, step.get()))));
    }

    @Override
    protected Answer act(PageRequest request) {
        request.need(Role.ADMIN);
        if (request.field("step").equals("discard")) {
            services.setupSteps().discard();
            return Answer.goTo(HERE);
        }
        SetupStep step = named(request.field("step")).orElseThrow(() -> new IllegalArgumentException("no such step"));
        StepReport report;
        try (Secret answer = StepForm.answer(step, request)) {
            report = services.setupSteps().answer(step, answer);
        }
        if (!report.accepted()) {
            StepForm typed = StepForm.typed(step, request, report.findings());
            return new Answer.Show(page(report.progress(), step, typed), 422);
        }
        return Answer.goTo(after(step, report.progress()));
    }

    /** The step behind it, unless another wants to be answered first; the end when all are in force. */
    private static String after(SetupStep step, SetupProgress progress) {
        if (step == SetupStep.REGISTER) {
            return HERE + "?done=registered";
        }
        SetupStep next = progress.state() == SetupState.REGISTERED
                ? pending(progress).orElse(SetupStep.REGISTER)
                : progress.next().filter(open -> open.compareTo(step) < 0).orElse(STEPS.get(STEPS.indexOf(step) + 1));
        return HERE + "?step=" + next.label();
    }

    /** What is to be done next. In a connector that is registered already, a changed answer waits for the last step. */
    private static Optional<SetupStep> pending(SetupProgress progress) {
        return progress.next().or(() -> progress.steps().stream()
                .filter(view -> view.status() == StepStatus.ANSWERED)
                .findFirst()
                .map(changed -> SetupStep.REGISTER));
    }

    private View page(SetupProgress progress, SetupStep step, StepForm form) {
        int number = STEPS.indexOf(step) + 1;
        Map<String, Object> learned = new HashMap<>();
        progress.steps().forEach(one -> learned.put(one.step().label(), one.learned()));
        View view = View.of("setup")
                .with("steps", progress.steps())
                .with("step", step.label())
                .with(
                        "changed",
                        progress.state() == SetupState.REGISTERED
                                && pending(progress).isPresent())
                .with(
                        "unanswered",
                        progress.next()
                                .filter(open -> open != SetupStep.REGISTER)
                                .map(SetupStep::label)
                                .orElse(""))
                .with("before", number == 1 ? "" : STEPS.get(number - 2).label())
                .with("number", number)
                .with("form", form)
                .with("learned", learned)
                .with("name", services.registration().identity().name())
                .with("paragraphs", step == SetupStep.LICENCE ? licence.paragraphs() : List.of())
                .with("stages", Stages.at(SetupStage.IDLE))
                .with("regions", step == SetupStep.AWS ? Regions.ALL : List.of());
        return step == SetupStep.NETWORK ? withNetwork(view) : view;
    }

    private View withNetwork(View view) {
        Networking networking = services.networking();
        return view.with("state", networking.inForce())
                .with("wanted", NetworkForm.of(networking))
                .with("waits", NetworkPage.WAITS)
                .with("plan", "")
                .with("from", "setup");
    }

    private static StepView view(SetupProgress progress, SetupStep step) {
        return progress.steps().stream()
                .filter(one -> one.step() == step)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a set-up has all steps"));
    }

    private static Optional<SetupStep> named(String label) {
        return STEPS.stream().filter(step -> step.label().equals(label)).findFirst();
    }
}
