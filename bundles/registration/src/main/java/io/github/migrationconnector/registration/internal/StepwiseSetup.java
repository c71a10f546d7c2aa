package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupProgress;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The set-up by steps. The last step makes a document of all answers and sets up from it: there is one way into force, whoever
 * comes along it.
 */
@Component(service = SetupSteps.class)
public final class StepwiseSetup implements SetupSteps {
    private static final Logger LOG = LoggerFactory.getLogger(StepwiseSetup.class);

    private final SetupReader reader = new SetupReader();
    private final ObjectMapper json = new ObjectMapper();
    private final Registration registration;
    private final Access access;
    private final Drafts drafts;
    private final StepChecks checks;
    private final InForceSections inForce;

    @Activate
    public StepwiseSetup(
            @Reference Registration registration,
            @Reference ConnectorHome home,
            @Reference Ports ports,
            @Reference Access access) {
        this.registration = registration;
        this.access = access;
        this.drafts = new Drafts(home.database(), ports::credentials);
        this.inForce = new InForceSections(home.connections());
        this.checks = new StepChecks(ports, home, access, drafts);
    }

    @Override
    public SetupProgress progress() {
        return new SetupProgress(
                registration.state(),
                Arrays.stream(SetupStep.values()).map(this::view).toList());
    }

    private StepView view(SetupStep step) {
        Optional<Drafts.Draft> draft = drafts.of(step);
        if (draft.isPresent()) {
            return new StepView(
                    step,
                    draft.get().reopened() ? StepStatus.REOPENED : StepStatus.ANSWERED,
                    Drafts.texts(draft.get().answer()),
                    draft.get().learned());
        }
        boolean another =
                step == SetupStep.CERTIFICATE && drafts.of(SetupStep.VCENTER).isPresent();
        boolean settled =
                registration.state() == SetupState.REGISTERED || (step == SetupStep.PASSWORD && access.passwordIsSet());
        if (!settled || another) {
            return new StepView(step, StepStatus.OPEN, Map.of(), Map.of());
        }
        boolean registered = registration.state() == SetupState.REGISTERED;
        return new StepView(step, StepStatus.IN_FORCE, registered ? inForce(step) : Map.of(), Map.of());
    }

    /** What is in force, as it would be answered; empty when it is damaged, and wants to be answered anew. */
    private Map<String, String> inForce(SetupStep step) {
        try {
            return texts(step);
        } catch (ConnectorException damaged) {
            return Map.of();
        }
    }

    private Map<String, String> texts(SetupStep step) {
        return switch (step) {
            case PREFERENCES ->
                Map.of(
                        SetupChanges.UPLOAD_LOGS,
                                String.valueOf(registration.preferences().uploadLogs()),
                        SetupChanges.AUTO_UPGRADE,
                                String.valueOf(registration.preferences().autoUpgrade()));
            case AWS -> inForce.awsTexts();
            case VCENTER -> inForce.vcenterTexts();
            case NETWORK -> inForce.networkTexts();
            case LICENCE, PASSWORD, CERTIFICATE, REGISTER -> Map.of();
        };
    }

    @Override
    public synchronized StepReport answer(SetupStep step, Secret answer) {
        Findings findings = new Findings();
        Optional<ObjectNode> object = reader.object(answer, StepChecks.path(step), findings);
        if (object.isEmpty()) {
            return report(findings, List.of());
        }
        StepChecks.Outcome outcome = checks.check(step, object.get(), findings);
        if (findings.any()) {
            return report(findings, outcome.warnings());
        }
        if (step == SetupStep.REGISTER) {
            return register(object.get(), findings);
        }
        if (step == SetupStep.VCENTER) {
            // first: what was accepted was another server's, or is to be tried with another login
            drafts.forget(SetupStep.CERTIFICATE);
        }
        drafts.keep(step, object.get(), outcome.learned());
        return report(findings, outcome.warnings());
    }

    @Override
    public synchronized StepReport answerAlone(SetupStep step, Secret answer) {
        if (step == SetupStep.REGISTER) {
            throw new IllegalArgumentException("the last step is never alone");
        }
        if (registration.state() != SetupState.REGISTERED) {
            return answer(step, answer);
        }
        refuseAnotherSetup();
        try (Secret nothing = Secret.of("{}")) {
            StepReport report = answer(step, answer);
            return report.accepted() ? answer(SetupStep.REGISTER, nothing) : report;
        } finally {
            // refused, or failed: nothing of it waits for another set-up to take it along
            forgetAnswers();
        }
    }

    /** The last step would take into force what somebody else has answered and not finished. */
    private void refuseAnotherSetup() {
        if (Arrays.stream(SetupStep.values()).anyMatch(step -> drafts.of(step).isPresent())) {
            throw Problem.fatal(
                            "SETUP_UNDER_WAY",
                            "Answers of a set-up wait to come into force",
                            "Finish it in the wizard, or have it forget the changes, then try again.")
                    .asException();
        }
    }

    private StepReport report(Findings findings, List<SetupFinding> warnings) {
        return new StepReport(findings.all(), warnings, progress());
    }

    private StepReport register(ObjectNode connector, Findings findings) {
        progress()
                .next()
                .filter(next -> next != SetupStep.REGISTER)
                .ifPresent(next -> findings.add(
                        StepChecks.path(next),
                        "SETUP_STEP_OPEN",
                        "This step is not answered yet.",
                        "Answer the step " + next.label() + " first.",
                        next.label()));
        if (findings.any()) {
            return report(findings, List.of());
        }
        SetupReport done;
        try (Secret document = Secret.of(document(connector).toString())) {
            done = registration.setUp(document, false);
        }
        done.findings().forEach(findings::add);
        if (done.accepted()) {
            forgetAnswers();
        }
        return new StepReport(findings.all(), done.warnings(), done.accepted() ? progressInForce() : progress());
    }

    /** All is in force by now, or was refused with the reason: what can't be forgotten changes nothing of that. */
    private void forgetAnswers() {
        try {
            drafts.forgetAll();
        } catch (RuntimeException failure) {
            LOG.warn("Answers of a set-up that is over stay until it is discarded in the wizard", failure);
        }
    }

    private SetupProgress progressInForce() {
        try {
            return progress();
        } catch (RuntimeException failure) {
            LOG.warn("The answers of the set-up that came into force can't be read", failure);
            return new SetupProgress(
                    SetupState.REGISTERED,
                    Arrays.stream(SetupStep.values())
                            .map(step -> new StepView(step, StepStatus.IN_FORCE, Map.of(), Map.of()))
                            .toList());
        }
    }

    private ObjectNode document(ObjectNode connector) {
        ObjectNode document = json.createObjectNode();
        if (!connector.isEmpty()) {
            document.set("connector", connector);
        }
        boolean registered = registration.state() == SetupState.REGISTERED;
        section(document, "licence", SetupStep.LICENCE);
        section(document, "administrator", SetupStep.PASSWORD);
        section(document, "network", SetupStep.NETWORK);
        section(document, "preferences", SetupStep.PREFERENCES);
        section(document, "aws", SetupStep.AWS);
        section(document, "vcenter", SetupStep.VCENTER);
        drafts.whole(SetupStep.CERTIFICATE)
                .ifPresent(trust -> document.withObject("/vcenter").setAll(trust));
        if (document.has("network")) {
            Optional.ofNullable(document.withObject("/network").remove("proxy"))
                    .ifPresent(proxy -> document.set("proxy", proxy));
        } else if (registered) {
            inForce.proxy(document);
        }
        if (registered && !document.has("licence")) {
            document.putObject("licence").put("accepted", true);
        }
        if (registered && !document.has("aws")) {
            inForce.aws(document);
        }
        if (registered && !document.has("vcenter")) {
            inForce.vcenter(document);
        }
        return document;
    }

    private void section(ObjectNode document, String name, SetupStep step) {
        drafts.whole(step).ifPresent(answer -> document.set(name, answer));
    }

    @Override
    public synchronized SetupProgress discard() {
        drafts.forgetAll();
        return progress();
    }
}
