package io.github.migrationconnector.registration.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.migrationconnector.api.access.Access;
import io.github.migrationconnector.api.connection.ProxySettings;
import io.github.migrationconnector.api.connection.VcenterEndpoint;
import io.github.migrationconnector.api.connection.VcenterExamination;
import io.github.migrationconnector.api.credential.Secret;
import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.registration.SetupFinding;
import io.github.migrationconnector.api.registration.SetupStep;
import io.github.migrationconnector.api.trust.ServerCertificate;
import io.github.migrationconnector.api.trust.ServerTrust;
import io.github.migrationconnector.registration.internal.SetupDocument.AwsSide;
import io.github.migrationconnector.registration.internal.SetupDocument.Paths;
import io.github.migrationconnector.registration.internal.SetupDocument.VcenterSide;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Checks one answer of a set-up, by the rules of the document's section and by asking the other side. */
final class StepChecks {
    private static final String SHA256 = "sha256";

    private final Ports ports;
    private final Sides sides;
    private final Access access;
    private final Drafts drafts;

    StepChecks(Ports ports, ConnectorHome home, Access access, Drafts drafts) {
        this.ports = ports;
        this.sides = new Sides(ports, home);
        this.access = access;
        this.drafts = drafts;
    }

    /** What a check found. */
    record Outcome(Map<String, String> learned, List<SetupFinding> warnings) {
        private static final Outcome NOTHING = new Outcome(Map.of(), List.of());
    }

    /** Where in a document the step's section stands. */
    static String path(SetupStep step) {
        return switch (step) {
            case LICENCE -> "$.licence";
            case PASSWORD -> "$.administrator";
            case NETWORK -> "$.network";
            case PREFERENCES -> "$.preferences";
            case AWS -> "$.aws";
            case VCENTER, CERTIFICATE -> "$.vcenter";
            case REGISTER -> "$.connector";
        };
    }

    Outcome check(SetupStep step, ObjectNode answer, Findings findings) {
        JsonSection section = new JsonSection(answer, path(step), findings);
        return switch (step) {
            case LICENCE -> {
                SetupReader.licence(section, findings);
                yield Outcome.NOTHING;
            }
            case PASSWORD -> password(section, findings);
            case NETWORK -> {
                SetupReader.network(section.without("proxy"), findings);
                ProxySettings proxy = AwsSection.proxy(section, findings);
                yield new Outcome(Map.of("proxy", proxy.address()), List.of());
            }
            case PREFERENCES -> new Outcome(SetupReader.preferences(section), List.of());
            case AWS -> aws(section, findings);
            case VCENTER -> vcenter(section, findings);
            case CERTIFICATE -> certificate(answer, findings);
            case REGISTER -> {
                if (!answer.isEmpty()) {
                    SetupReader.name(section);
                }
                yield Outcome.NOTHING;
            }
        };
    }

    private Outcome password(JsonSection section, Findings findings) {
        Secret password = SetupReader.password(section, findings);
        if (!findings.any()) {
            try {
                access.checkPassword(password);
            } catch (ConnectorException weak) {
                Sides.add(section.pathOf("password"), weak.problem(), findings);
            }
        }
        return Outcome.NOTHING;
    }

    private Outcome aws(JsonSection section, Findings findings) {
        ProxySettings proxy = drafts.whole(SetupStep.NETWORK)
                .map(network -> AwsSection.proxy(new JsonSection(network, "$.network", findings), findings))
                .orElse(ProxySettings.NONE);
        Optional<AwsSide> side = AwsSection.read(section, proxy, findings);
        return side.flatMap(aws -> sides.check(aws, findings))
                .map(identity -> new Outcome(Map.of("account", identity.accountId(), "arn", identity.arn()), List.of()))
                .orElse(Outcome.NOTHING);
    }

    private Outcome vcenter(JsonSection section, Findings findings) {
        Optional<VcenterSection.Login> login = VcenterSection.login(section, findings);
        if (login.isEmpty()) {
            return Outcome.NOTHING;
        }
        try {
            ServerCertificate own =
                    ports.certificates().fetch(login.get().server()).get(0);
            Map<String, String> learned = new TreeMap<>(Map.of(
                    SHA256,
                    own.sha256(),
                    "subject",
                    own.subject(),
                    "issuer",
                    own.issuer(),
                    "names",
                    String.join(", ", own.names()),
                    "notBefore",
                    own.notBefore().toString(),
                    "notAfter",
                    own.notAfter().toString()));
            // what it says of itself is no secret, and none is sent; so the certificate need not be believed for it
            VcenterEndpoint shown =
                    new VcenterEndpoint(login.get().server().sdk(), login.get().user(), own.sha256());
            sides.identify(shown, findings).ifPresent(identity -> {
                learned.put("product", identity.product());
                learned.put("apiVersion", identity.apiVersion());
            });
            return new Outcome(learned, List.of());
        } catch (ConnectorException failure) {
            Sides.add(section.pathOf("host"), failure.problem(), findings);
            return Outcome.NOTHING;
        }
    }

    private Outcome certificate(ObjectNode answer, Findings findings) {
        Optional<ObjectNode> earlier = drafts.whole(SetupStep.VCENTER);
        if (earlier.isEmpty()) {
            findings.add(
                    "$.vcenter",
                    "SETUP_VCENTER_OPEN",
                    "vCenter itself is not known yet.",
                    "Answer the step vcenter first.");
            return Outcome.NOTHING;
        }
        Optional<VcenterSection.Login> login =
                VcenterSection.login(new JsonSection(earlier.get(), "$.vcenter", findings), findings);
        try {
            login.ifPresent(known -> resolve(answer, known));
        } catch (ConnectorException failure) {
            Sides.add("$.vcenter.authority", failure.problem(), findings);
            return Outcome.NOTHING;
        }
        JsonSection section = new JsonSection(answer, "$.vcenter", findings);
        section.knowsOnly("fingerprint", "authority", "authorityFile");
        Optional<ServerTrust> trust = VcenterSection.trust(section, findings);
        if (login.isEmpty() || trust.isEmpty() || findings.any()) {
            return Outcome.NOTHING;
        }
        VcenterSide side = VcenterSection.side(login.get(), trust.get(), Paths.USUAL);
        Optional<VcenterExamination> found = sides.check(side, findings);
        if (findings.all().stream().anyMatch(finding -> finding.path().equals("$.vcenter.password"))) {
            drafts.reopen(SetupStep.VCENTER);
        }
        return found.map(examination -> new Outcome(
                        Map.of("product", examination.identity().product()), PrivilegeWords.warnings(examination)))
                .orElse(Outcome.NOTHING);
    }

    /** An empty authority means the one in the chain; what is kept is its certificate, not the wish. */
    private void resolve(ObjectNode answer, VcenterSection.Login login) {
        if (answer.path("authority").isTextual()
                && answer.path("authority").textValue().isBlank()) {
            List<ServerCertificate> presented = ports.certificates().fetch(login.server());
            answer.put("authority", TrustWords.pem(TrustWords.authority(ports.certificates(), presented, "")));
        }
    }
}
