package io.github.migrationconnector.adminui.internal.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.adminui.internal.fake.Console;
import io.github.migrationconnector.adminui.internal.fake.FakeExchange;
import io.github.migrationconnector.adminui.internal.fake.FakeNetworking;
import io.github.migrationconnector.adminui.internal.fake.FakeSteps;
import io.github.migrationconnector.api.access.Role;
import io.github.migrationconnector.api.connection.AwsIdentity;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.network.Networking;
import io.github.migrationconnector.api.registration.Connector;
import io.github.migrationconnector.api.registration.ConnectorIdentity;
import io.github.migrationconnector.api.registration.KnownSides;
import io.github.migrationconnector.api.registration.Preferences;
import io.github.migrationconnector.api.registration.Registration;
import io.github.migrationconnector.api.registration.SetupReport;
import io.github.migrationconnector.api.registration.SetupStage;
import io.github.migrationconnector.api.registration.SetupState;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.registration.SetupSteps;
import io.github.migrationconnector.api.registration.StepStatus;
import io.github.migrationconnector.api.registration.StepView;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupPageTest {
    private static final String HERE = "/system/console/connector-setup";

    private final Console console = new Console().loggedIn();
    private final FakeSteps steps = new FakeSteps();
    private SetupStage stage = SetupStage.IDLE;
    private final SetupPage page = new SetupPage(console.frame, console.services);

    SetupPageTest() {
        console.services.with(Networking.class, new FakeNetworking());
        console.services.with(SetupSteps.class, steps).with(Registration.class, new Registration() {
            @Override
            public ConnectorIdentity identity() {
                return new ConnectorIdentity("c-0123456789abcdef0", "here");
            }

            @Override
            public SetupState state() {
                return steps.progress().state();
            }

            @Override
            public SetupStage stage() {
                return stage;
            }

            @Override
            public Connector connector() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Preferences preferences() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void prefer(Preferences preferences) {
                throw new UnsupportedOperationException("not by the wizard");
            }

            @Override
            public VcenterExamination checkVcenter() {
                throw new UnsupportedOperationException();
            }

            @Override
            public AwsIdentity checkAws() {
                throw new UnsupportedOperationException();
            }

            @Override
            public KnownSides knownSides() {
                throw new UnsupportedOperationException();
            }

            @Override
            public void disassociate(boolean force) {
                throw new UnsupportedOperationException();
            }

            @Override
            public SetupReport setUp(Secret document, boolean dryRun) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void showsEveryStepWhole(String language) throws IOException, ServletException {
        console.language = language;
        for (SetupStep step : SetupStep.values()) {
            FakeExchange shown = console.get(page, HERE + "?step=" + step.label());
            assertThat(shown.status).as(step.label()).isEqualTo(200);
            assertThat(shown.body())
                    .as(step.label())
                    .contains("name=\"step\" value=\"" + step.label() + "\"", "aria-current=\"step\"")
                    .doesNotContain("{{", "style=\"", "<b>vCenter");
        }
    }

    @Test
    void ticksOffWhatARegistrationHasDone() throws IOException, ServletException {
        assertThat(console.get(page, HERE + "?part=stages").body())
                .contains("id=\"stages\"", "to do")
                .doesNotContain("class=\"done\"", "class=\"now\"");
        stage = SetupStage.CHECKING_VCENTER;
        FakeExchange shown = console.get(page, HERE + "?part=stages");
        assertThat(shown.body())
                .containsSubsequence(
                        "<li class=\"done\">AWS",
                        "<li class=\"now\" aria-current=\"step\">vCenter",
                        "<li class=\"todo\">Secrets and settings")
                .doesNotContain("<html");
    }

    @Test
    void goesFromStepToStepAndEndsRegistered() throws IOException, ServletException {
        assertThat(answer("licence", "accepted", "yes")).endsWith("?step=password");
        assertThat(answer("network")).endsWith("?step=preferences");
        assertThat(answer("preferences", "autoUpgrade", "yes")).endsWith("?step=aws");
        assertThat(answer(
                        "aws",
                        "region",
                        "eu-central-1",
                        "accessKeyId",
                        "AKIA",
                        "secretAccessKey",
                        "s",
                        "endpoints",
                        "ec2 https://ec2.example\nebs=https://ebs.example"))
                .endsWith("?step=vcenter");
        assertThat(answer("vcenter", "host", "vcenter.example", "user", "u", "password", "p"))
                .endsWith("?step=certificate");
        assertThat(answer("certificate", "fingerprint", "ab")).endsWith("?step=register");
        assertThat(answer("register", "name", "rack 4")).endsWith("?done=registered");
        assertThat(steps.answers)
                .containsEntry(SetupStep.LICENCE, "{\"accepted\":true}")
                .containsEntry(SetupStep.PREFERENCES, "{\"uploadLogs\":false,\"autoUpgrade\":true}")
                .containsEntry(
                        SetupStep.AWS,
                        "{\"region\":\"eu-central-1\",\"accessKeyId\":\"AKIA\",\"secretAccessKey\":\"s\",\"endpoints\":"
                                + "{\"ec2\":\"https://ec2.example\",\"ebs\":\"https://ebs.example\"}}");
        assertThat(console.get(page, HERE + "?done=registered").body())
                .contains("The connector is registered", "connector-dashboard");
    }

    @Test
    void offersNoRegistrationWhileAStepIsOpen() throws IOException, ServletException {
        assertThat(answer("licence", "accepted", "yes")).endsWith("?step=password");
        assertThat(console.get(page, HERE + "?step=register").body())
                .contains("Steps before this one are open.", HERE + "?step=network\">Network</a>")
                .doesNotContain("Everything was checked", "class=\"primary\"");
    }

    @Test
    void aChangeOfOneStepLeadsStraightToTheLastSoThatItComesIntoForce() throws IOException, ServletException {
        goesFromStepToStepAndEndsRegistered();
        assertThat(answer("aws", "region", "eu-west-1", "accessKeyId", "AKIB", "secretAccessKey", "s"))
                .endsWith("?step=register");
        assertThat(console.get(page, HERE).body()).contains("name=\"step\" value=\"register\"");
        assertThat(answer("register", "name", "rack 4")).endsWith("?done=registered");
        assertThat(console.get(page, HERE).body()).contains("The connector is registered");
    }

    @Test
    void aChangeThatIsNotInForceYetCanBeForgotten() throws IOException, ServletException {
        goesFromStepToStepAndEndsRegistered();
        assertThat(console.get(page, HERE + "?step=aws").body()).doesNotContain("value=\"discard\"");
        answer("aws", "region", "eu-west-1", "accessKeyId", "AKIB", "secretAccessKey", "s");
        assertThat(console.get(page, HERE).body()).contains("value=\"discard\"");
        assertThat(answer("discard")).isEqualTo(HERE);
        assertThat(console.get(page, HERE).body()).contains("The connector is registered");
    }

    @Test
    void takesAndShowsTheProxy() throws IOException, ServletException {
        answer(
                "network",
                "proxyHost",
                "proxy.example",
                "proxyPort",
                "3128",
                "proxyUser",
                "u",
                "proxyPassword",
                "p",
                "proxyExceptions",
                ".example, 10.0.0.0/8");
        String proxy = "{\"host\":\"proxy.example\",\"port\":3128,\"user\":\"u\",\"password\":\"p\","
                + "\"exceptions\":[\".example\",\"10.0.0.0/8\"]}";
        assertThat(steps.answers).containsEntry(SetupStep.NETWORK, "{\"seen\":true,\"proxy\":" + proxy + "}");
        StepForm kept =
                StepForm.kept(new StepView(SetupStep.NETWORK, StepStatus.ANSWERED, Map.of("proxy", proxy), Map.of()));
        assertThat(kept.value("proxyPort")).isEqualTo("3128");
        assertThat(kept.value("proxyExceptions")).isEqualTo(".example 10.0.0.0/8");
        assertThat(kept.values()).doesNotContainValue("p");
    }

    @Test
    void keepsWhatWasTypedWhenItIsWrongButNoSecret() throws IOException, ServletException {
        FakeExchange wrong = console.post(
                page, HERE, "step", "aws", "region", "wrong", "accessKeyId", "AKIAKEPT", "secretAccessKey", "s3cr3t");
        assertThat(wrong.status).isEqualTo(422);
        assertThat(wrong.body())
                .contains("It is &lt;wrong&gt;.", "Write another.", "AKIAKEPT", "aria-invalid=\"true\"")
                .doesNotContain("s3cr3t");
    }

    @Test
    void showsKeptEndpointsAsTheyAreTyped() {
        StepForm kept = StepForm.kept(new StepView(
                SetupStep.AWS,
                StepStatus.ANSWERED,
                Map.of("endpoints", "{\"ec2\":\"https://ec2.example:8443\",\"ebs\":\"https://ebs.example\"}"),
                Map.of()));
        assertThat(kept.value("endpoints")).isEqualTo("ec2 https://ec2.example:8443\nebs https://ebs.example");
    }

    @Test
    void isForAdministrators() throws IOException, ServletException {
        console.access.role = Role.OPERATOR;
        assertThat(console.get(page, HERE).status).isEqualTo(403);
        assertThat(console.post(page, HERE, "step", "network").status).isEqualTo(403);
        assertThat(steps.answers).isEmpty();
    }

    private String answer(String step, String... fields) throws IOException, ServletException {
        String[] all = new String[fields.length + 2];
        all[0] = "step";
        all[1] = step;
        System.arraycopy(fields, 0, all, 2, fields.length);
        FakeExchange answered = console.post(page, HERE, all);
        assertThat(answered.status).as(answered.body()).isEqualTo(303);
        return answered.responseHeaders.get("Location");
    }
}
