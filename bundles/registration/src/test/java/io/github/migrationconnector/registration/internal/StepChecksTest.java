package io.github.migrationconnector.registration.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.problem.Problem;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.trust.TrustState;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepChecksTest {
    @TempDir
    private Path directory;

    private Bench bench;
    private StepChecks checks;
    private Findings findings;

    @BeforeEach
    void start() {
        bench = new Bench(directory);
        checks = new StepChecks(bench.ports, bench.home, bench.access, bench.drafts());
        findings = new Findings();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    private StepChecks.Outcome check(SetupStep step, ObjectNode answer) {
        findings = new Findings();
        return checks.check(step, answer, findings);
    }

    private static ObjectNode json(String json) {
        return (ObjectNode) Documents.with("/planted", json).get("planted");
    }

    private void onlyAt(String path) {
        assertThat(findings.all()).extracting(SetupFinding::path).containsExactly(path);
        assertThat(findings.all().get(0).fix()).isNotEmpty();
    }

    private void vcenterIsAnswered() {
        bench.drafts()
                .keep(
                        SetupStep.VCENTER,
                        json("{\"host\": \"vcenter.example\", \"user\": \"u\", \"password\": \"planted\"}"),
                        Map.of());
    }

    @Test
    void everyStepHasAPlaceInTheDocument() {
        for (SetupStep step : SetupStep.values()) {
            assertThat(StepChecks.path(step)).startsWith("$.");
        }
    }

    @Test
    void eachWrongAnswerIsNamedByItsPlaceAndFix() {
        check(SetupStep.LICENCE, json("{\"accepted\": false}"));
        onlyAt("$.licence.accepted");
        check(SetupStep.PASSWORD, json("{\"password\": \"weak\"}"));
        onlyAt("$.administrator.password");
        check(SetupStep.NETWORK, json("{\"seen\": true, \"proxy\": {\"host\": \"https://p\", \"port\": 3128}}"));
        onlyAt("$.network.proxy.host");
        check(SetupStep.PREFERENCES, json("{\"uploadLogs\": \"yes\"}"));
        onlyAt("$.preferences.uploadLogs");
        check(SetupStep.REGISTER, json("{\"name\": \"\"}"));
        onlyAt("$.connector.name");
        check(SetupStep.VCENTER, json("{\"host\": \"a b\", \"user\": \"u\", \"password\": \"p\"}"));
        onlyAt("$.vcenter.host");
    }

    @Test
    void anAnswerOfAwsIsAskedForThroughTheProxyThatWasAnswered() {
        bench.drafts()
                .keep(
                        SetupStep.NETWORK,
                        json("{\"seen\": true, \"proxy\": {\"host\": \"proxy.example\", \"port\": 3128}}"),
                        Map.of());
        String[] asked = new String[1];
        bench.ports.bindAwsCheck((endpoints, keys, role) -> {
            asked[0] = endpoints.proxy().address();
            throw Problem.fatal("PROXY_UNREACHABLE", "It does not answer.", "Check it.")
                    .asException();
        });
        check(SetupStep.AWS, (ObjectNode) Documents.right().get("aws"));
        assertThat(asked).containsExactly("proxy.example:3128");
        onlyAt("$.proxy");
    }

    @Test
    void looksAtVcenterWithoutSendingThePassword() {
        StepChecks.Outcome seen = check(
                SetupStep.VCENTER, json("{\"host\": \"vcenter.example\", \"user\": \"u\", \"password\": \"planted\"}"));
        assertThat(findings.any()).isFalse();
        assertThat(seen.learned())
                .containsEntry("sha256", FakeCertificates.FIRST)
                .containsEntry("product", "VMware vCenter Server 8");
        assertThat(bench.vcenter.logins()).isZero();
        bench.certificates.isGone();
        check(SetupStep.VCENTER, json("{\"host\": \"vcenter.example\", \"user\": \"u\", \"password\": \"planted\"}"));
        onlyAt("$.vcenter.host");
    }

    @Test
    void aCertificateWantsItsVcenterFirst() {
        check(SetupStep.CERTIFICATE, json("{\"fingerprint\": \"" + FakeCertificates.FIRST + "\"}"));
        onlyAt("$.vcenter");
        assertThat(findings.all().get(0).fix()).contains("vcenter");
    }

    @Test
    void acceptedItLogsInOnceAndTellsOfPrivileges() {
        vcenterIsAnswered();
        StepChecks.Outcome found =
                check(SetupStep.CERTIFICATE, json("{\"fingerprint\": \"" + FakeCertificates.FIRST + "\"}"));
        assertThat(findings.any()).isFalse();
        assertThat(bench.vcenter.logins()).isEqualTo(1);
        assertThat(found.warnings()).extracting(SetupFinding::message).anyMatch(text -> text.contains("VApp.Export"));
    }

    @Test
    void anEmptyAuthorityIsTheOneInTheChain() {
        vcenterIsAnswered();
        ObjectNode answer = json("{\"authority\": \"\"}");
        check(SetupStep.CERTIFICATE, answer);
        onlyAt("$.vcenter.authority");
        bench.certificates.showsItsAuthorityToo();
        bench.certificates.underAuthority = TrustState.TRUSTED;
        check(SetupStep.CERTIFICATE, answer);
        assertThat(findings.all()).isEmpty();
        assertThat(answer.get("authority").textValue()).contains("BEGIN CERTIFICATE");
    }
}
