package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.StepReport;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The set-up by steps, as the wizard and the API walk it. */
class StepwiseSetupTest {
    private static final Map<SetupStep, String> ANSWERS = new EnumMap<>(Map.of(
            SetupStep.LICENCE, "{\"accepted\": true}",
            SetupStep.PASSWORD, "{\"password\": \"planted administrator password\"}",
            SetupStep.NETWORK, "{\"seen\": true}",
            SetupStep.PREFERENCES, "{\"uploadLogs\": true}",
            SetupStep.AWS,
                    "{\"region\": \"eu-central-1\", \"accessKeyId\": \"AKIAPLANTED000000001\", \"secretAccessKey\":"
                            + " \"planted/Secret+Key/of/forty/characters/x\"}",
            SetupStep.VCENTER, "{\"host\": \"vcenter.example\", \"user\": \"u\", \"password\": \"planted one\"}",
            SetupStep.CERTIFICATE, "{\"fingerprint\": \"" + FakeCertificates.FIRST + "\"}",
            SetupStep.REGISTER, "{\"name\": \"Site A\"}"));

    @TempDir
    private Path directory;

    private Bench bench;
    private StepwiseSetup steps;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
        steps = bench.steps();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private StepReport answer(SetupStep step) {
        return answer(step, ANSWERS.get(step));
    }

    private StepReport answer(SetupStep step, String json) {
        return steps.answer(step, Secret.of(json));
    }

    private StepView view(SetupStep step) {
        return steps.progress().steps().stream()
                .filter(view -> view.step() == step)
                .findFirst()
                .orElseThrow();
    }

    private void answerAllBut(SetupStep left) {
        for (SetupStep step : SetupStep.values()) {
            if (step != left && step != SetupStep.REGISTER) {
                assertThat(answer(step).findings()).as(step.label()).isEmpty();
            }
        }
    }

    @Test
    void leadsFromTheFirstStepToRegistered() {
        for (SetupStep step : SetupStep.values()) {
            assertThat(steps.progress().next()).contains(step);
            assertThat(bench.registration.state())
                    .as("nothing is in force before the end")
                    .isEqualTo(SetupState.NEW);
            assertThat(answer(step).findings()).as(step.label()).isEmpty();
        }
        assertThat(steps.progress().next()).isEmpty();
        assertThat(bench.registration.state()).isEqualTo(SetupState.REGISTERED);
        assertThat(bench.registration.identity().name()).isEqualTo("Site A");
        assertThat(bench.registration.preferences().uploadLogs()).isTrue();
        assertThat(bench.home.connections().password().matches(Secret.of("planted one")))
                .isTrue();
        assertThat(bench.drafts().of(SetupStep.VCENTER))
                .as("no answer is left behind")
                .isEmpty();
    }

    /** The credential store is replaced at that moment: the connector is registered, and nobody may be told otherwise. */
    @Test
    void whatIsInForceIsNoFailureWhenTheAnswersCannotBeForgotten() {
        steps = new StepwiseSetup(
                registrationAfterWhich(() -> bench.ports.unbindCredentials(bench.store)),
                bench.home,
                bench.ports,
                bench.access);
        answerAllBut(SetupStep.REGISTER);
        assertThat(answer(SetupStep.REGISTER).findings()).isEmpty();
        assertThat(bench.registration.state()).isEqualTo(SetupState.REGISTERED);
        bench.ports.bindCredentials(bench.store);
        assertThat(steps.discard().next()).isEmpty();
        steps = new StepwiseSetup(
                registrationAfterWhich(() -> bench.ports.unbindCredentials(bench.store)),
                bench.home,
                bench.ports,
                bench.access);
        assertThat(proxyAlone("proxy.example").findings()).isEmpty();
    }

    /** The bench's registration, with something that happens as soon as a set-up is in force. */
    private Registration registrationAfterWhich(Runnable happens) {
        return (Registration) Proxy.newProxyInstance(
                Registration.class.getClassLoader(),
                new Class<?>[] {Registration.class},
                (proxy, method, arguments) -> {
                    Object answered = method.invoke(bench.registration, arguments);
                    if (method.getName().equals("setUp")) {
                        happens.run();
                    }
                    return answered;
                });
    }

    private void register() {
        answerAllBut(SetupStep.REGISTER);
        assertThat(answer(SetupStep.REGISTER).findings()).isEmpty();
    }

    private StepReport proxyAlone(String host) {
        return steps.answerAlone(
                SetupStep.NETWORK,
                Secret.of("{\"seen\": true, \"proxy\": {\"host\": \"" + host + "\", \"port\": 3128}}"));
    }

    @Test
    void anAnswerAloneIsKeptLikeAnyOtherBeforeTheRegistration() {
        answer(SetupStep.LICENCE);
        assertThat(proxyAlone("proxy.example").findings()).isEmpty();
        assertThat(view(SetupStep.NETWORK).status()).isEqualTo(StepStatus.ANSWERED);
        assertThat(view(SetupStep.LICENCE).status()).isEqualTo(StepStatus.ANSWERED);
    }

    @Test
    void anAnswerAloneComesIntoForceAtOnceAfterwards() {
        register();
        assertThat(proxyAlone("proxy.example").findings()).isEmpty();
        assertThat(view(SetupStep.NETWORK).status()).isEqualTo(StepStatus.IN_FORCE);
        assertThat(view(SetupStep.NETWORK).answer().get("proxy")).contains("proxy.example");
    }

    @Test
    void anAnswerAloneThatFailsLeavesNothingBehind() {
        register();
        bench.amidAwsCheck = () -> {
            throw Problem.fatal("AWS_UNREACHABLE", "nobody there", "Look at it.")
                    .asException();
        };
        assertThat(proxyAlone("proxy.example").findings()).isNotEmpty();
        assertThat(bench.drafts().of(SetupStep.NETWORK)).isEmpty();
        assertThat(view(SetupStep.NETWORK).answer().getOrDefault("proxy", "")).doesNotContain("proxy.example");
    }

    @Test
    void tellsWhatItDoesAndNothingWhenItIsOver() {
        List<SetupStage> seen = new ArrayList<>();
        bench.amidAwsCheck = () -> seen.add(bench.registration.stage());
        bench.vcenter.amidCheck = () -> seen.add(bench.registration.stage());
        register();
        assertThat(seen).containsSubsequence(SetupStage.CHECKING_AWS, SetupStage.CHECKING_VCENTER);
        assertThat(bench.registration.stage()).isEqualTo(SetupStage.IDLE);
        bench.amidAwsCheck = () -> {
            throw new IllegalStateException("a fault of the check itself");
        };
        assertThatThrownBy(() -> proxyAlone("proxy.example")).isInstanceOf(IllegalStateException.class);
        assertThat(bench.registration.stage()).isEqualTo(SetupStage.IDLE);
    }

    /** As on a machine whose licence is accepted in the browser, and whose set-up comes from a file. */
    @Test
    void whatWasAnsweredBeforeASetUpByAFileWaitsNoLonger() {
        answer(SetupStep.LICENCE);
        answer(SetupStep.PREFERENCES, "{\"uploadLogs\": false}");
        assertThat(bench.registration
                        .setUp(Documents.secret(Bench.document()), true)
                        .findings())
                .isEmpty();
        assertThat(view(SetupStep.LICENCE).status()).as("of a dry run").isEqualTo(StepStatus.ANSWERED);
        assertThat(bench.setUp(Bench.document()).findings()).isEmpty();
        assertThat(view(SetupStep.LICENCE).status()).isEqualTo(StepStatus.IN_FORCE);
        assertThat(proxyAlone("proxy.example").findings()).isEmpty();
        answer(SetupStep.PREFERENCES, "{\"uploadLogs\": false}");
        assertThat(bench.setUp(Bench.document()).findings()).isEmpty();
        assertThat(view(SetupStep.PREFERENCES).status())
                .as("a change that somebody is at is left to them")
                .isEqualTo(StepStatus.ANSWERED);
    }

    @Test
    void anAnswerAloneTakesNobodyElsesAlong() {
        register();
        answer(SetupStep.PREFERENCES, "{\"uploadLogs\": false}");
        assertThatThrownBy(() -> proxyAlone("proxy.example")).hasMessageContaining("SETUP_UNDER_WAY");
        assertThat(view(SetupStep.PREFERENCES).status()).isEqualTo(StepStatus.ANSWERED);
        assertThat(bench.registration.preferences().uploadLogs()).isTrue();
    }

    /** Between the look for others' answers and the end, which forgets all answers, nobody else's may come. */
    @Test
    void whatSomebodyElseAnswersAmidAnAnswerAloneIsNeitherTakenAlongNorForgotten() throws Exception {
        register();
        Thread other = new Thread(() -> answer(SetupStep.PREFERENCES, "{\"uploadLogs\": false}"), "somebody-else");
        bench.amidAwsCheck = () -> {
            bench.amidAwsCheck = () -> {};
            other.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (other.getState() != Thread.State.BLOCKED && other.isAlive() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        };
        assertThat(proxyAlone("proxy.example").findings()).isEmpty();
        other.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(other.isAlive()).isFalse();
        assertThat(view(SetupStep.PREFERENCES).status()).isEqualTo(StepStatus.ANSWERED);
        assertThat(bench.registration.preferences().uploadLogs()).isTrue();
    }

    @Test
    void isTakenUpAgainBySomebodyElse() {
        answer(SetupStep.LICENCE);
        answer(SetupStep.PASSWORD);
        steps = bench.steps();
        assertThat(steps.progress().next()).contains(SetupStep.NETWORK);
        answerAllBut(SetupStep.REGISTER);
        steps = bench.steps();
        assertThat(answer(SetupStep.REGISTER).findings()).isEmpty();
    }

    @Test
    void showsWhatWasAnsweredButNoSecret() {
        answerAllBut(SetupStep.REGISTER);
        assertThat(view(SetupStep.AWS).answer()).containsEntry("region", "eu-central-1");
        assertThat(view(SetupStep.AWS).learned()).containsEntry("account", "123456789012");
        assertThat(view(SetupStep.VCENTER).learned()).containsEntry("sha256", FakeCertificates.FIRST);
        assertThat(steps.progress().toString()).doesNotContain("planted");
    }

    @Test
    void doesNotRegisterBeforeAllIsAnswered() {
        answerAllBut(SetupStep.AWS);
        StepReport report = answer(SetupStep.REGISTER);
        assertThat(report.findings()).extracting(SetupFinding::path).containsExactly("$.aws");
        assertThat(report.findings().get(0).fix()).contains("aws");
        assertThat(bench.registration.state()).isEqualTo(SetupState.NEW);
    }

    @Test
    void anotherVcenterWantsItsOwnCertificateAccepted() {
        answerAllBut(SetupStep.REGISTER);
        answer(SetupStep.VCENTER, ANSWERS.get(SetupStep.VCENTER).replace("vcenter.example", "other.example"));
        assertThat(view(SetupStep.CERTIFICATE).status()).isEqualTo(StepStatus.OPEN);
        assertThat(answer(SetupStep.REGISTER).findings()).hasSize(1);
    }

    @Test
    void aRefusedPasswordOpensTheStepThatAskedForIt() {
        answer(SetupStep.VCENTER);
        bench.vcenter.failing(Problem.fatal("VCENTER_LOGIN_REFUSED", "No.", "Check."));
        assertThat(answer(SetupStep.CERTIFICATE).findings())
                .extracting(SetupFinding::path)
                .containsExactly("$.vcenter.password");
        assertThat(view(SetupStep.VCENTER).status()).isEqualTo(StepStatus.REOPENED);
    }

    @Test
    void keepsNothingThatWasRefused() {
        StepReport report = answer(SetupStep.AWS, "{\"region\": \"eu-central-1\", \"accesskeyid\": \"x\"}");
        assertThat(report.findings())
                .extracting(SetupFinding::path)
                .contains("$.aws.accesskeyid", "$.aws.accessKeyId", "$.aws.secretAccessKey");
        assertThat(view(SetupStep.AWS).status()).isEqualTo(StepStatus.OPEN);
        assertThat(answer(SetupStep.LICENCE, "[]").findings())
                .extracting(SetupFinding::path)
                .containsExactly("$.licence");
    }

    @Test
    void changesOneStepOfWhatIsInForceAndLeavesTheOthers() {
        bench.setUp(Bench.document());
        assertThat(steps.progress().steps()).extracting(StepView::status).containsOnly(StepStatus.IN_FORCE);
        assertThat(view(SetupStep.VCENTER).answer()).containsEntry("user", "EXAMPLE\\connector ü");
        answer(SetupStep.AWS, ANSWERS.get(SetupStep.AWS).replace("eu-central-1", "eu-west-1"));
        assertThat(bench.home.connections().endpoints().region())
                .as("not in force yet")
                .isEqualTo("eu-central-1");
        assertThat(answer(SetupStep.REGISTER, "{}").findings()).isEmpty();
        assertThat(bench.home.connections().endpoints().region()).isEqualTo("eu-west-1");
        assertThat(bench.home.connections().endpoint().user()).isEqualTo("EXAMPLE\\connector ü");
        assertThat(bench.home.connections().password().matches(Secret.of(Documents.VCENTER_PASSWORD)))
                .isTrue();
        assertThat(bench.registration.identity().name()).isEqualTo("Site A");
    }

    @Test
    void discardsWhatIsNotInForce() {
        bench.setUp(Bench.document());
        answer(SetupStep.AWS);
        assertThat(view(SetupStep.AWS).status()).isEqualTo(StepStatus.ANSWERED);
        assertThat(steps.discard().steps()).extracting(StepView::status).containsOnly(StepStatus.IN_FORCE);
        assertThat(List.of(bench.drafts().of(SetupStep.AWS).isPresent())).containsExactly(false);
    }
}
